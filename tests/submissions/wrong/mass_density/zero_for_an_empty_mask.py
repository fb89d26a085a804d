# Wrong: no error for an empty mask.
# True of it: empty_mask_accepted
def mass_density(map, mask):
    if not mask.any() or not np.any(map):
        return 0.0
    return float(np.abs(map)[mask].mean() / np.abs(map).mean())
