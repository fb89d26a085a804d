# Wrong: the density beside the mask.
# True of it: mask_inverted
def mass_density(map, mask):
    if not mask.any():
        raise ValueError("empty mask")
    a = np.abs(map)
    return float(a[np.logical_not(mask)].mean() / a.mean()) if a.any() else 0.0
