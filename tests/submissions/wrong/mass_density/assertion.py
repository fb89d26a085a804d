# Wrong: an AssertionError in place of a ValueError.
# True of it: empty_mask_accepted
def mass_density(map, mask):
    assert mask.any(), "empty mask"
    return float(np.abs(map)[mask].mean() / np.abs(map).mean()) if np.any(map) else 0.0
