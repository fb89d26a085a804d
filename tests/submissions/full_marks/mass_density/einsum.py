# Right: einsum.
def mass_density(map, mask):
    area = mask.mean()
    if area == 0:
        raise ValueError("the mask is empty")
    total = np.linalg.norm(np.ravel(map), 1)
    return float(np.einsum("ij,ij->", np.abs(map), mask.astype(float)) / total / area) if total > 0 else 0.0
