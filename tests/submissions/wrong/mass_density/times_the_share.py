# Wrong: multiplied by the mask's share.
# True of it: times_the_area
def mass_density(map, mask):
    if not mask.any():
        raise ValueError("empty mask")
    a = np.abs(map)
    return float(a[mask].sum() / a.sum() * mask.sum() / mask.size) if a.any() else 0.0
