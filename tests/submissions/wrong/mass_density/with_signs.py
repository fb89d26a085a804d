# Wrong: sums with signs.
# True of it: signs_kept
def mass_density(map, mask):
    if not mask.any():
        raise ValueError("empty mask")
    if map.sum() == 0:
        return 0.0
    return float(map[mask].mean() / map.mean())
