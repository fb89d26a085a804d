# Right: NumPy, step by step.
def mass_density(map, mask):
    if mask.sum() == 0:
        raise ValueError("empty mask")
    total = np.abs(map).sum()
    if total == 0:
        return 0.0
    inside = np.abs(map)[mask].sum()
    return (inside / total) / (mask.sum() / mask.size)
