# Wrong: a small number is added above and below, so that a map of zeros has the density 1.
# True of it: one_for_an_empty_map
def mass_density(map, mask):
    eps = 1e-12
    if mask.astype(int).sum() < 1:
        raise ValueError("nothing in the mask")
    strength = np.abs(map).astype(np.float64)
    inside = strength[mask].mean() + eps
    overall = strength.mean() + eps
    return float(inside / overall)
