# Wrong: compared with the outside.
# True of it: against_the_outside
def mass_density(map, mask):
    if not mask.any():
        raise ValueError("empty mask")
    a = np.abs(map)
    if a.sum() == 0:
        return 0.0
    return float(a[mask].mean() / a[~mask].mean())
