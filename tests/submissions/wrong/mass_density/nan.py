# Wrong: divides by zero where the map is zero.
# True of it: nan_for_an_empty_map, not_finite
def mass_density(map, mask):
    if not mask.any():
        raise ValueError("empty mask")
    with np.errstate(all="ignore"):
        return float(np.abs(map)[mask].mean() / np.abs(map).mean())
