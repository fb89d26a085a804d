# Wrong: a map of zeros is an error, too.
# True of it: zeros_refused_too
def mass_density(map, mask):
    if not mask.any() or np.abs(map).sum() == 0:
        raise ValueError("nothing there")
    return float(np.abs(map)[mask].mean() / np.abs(map).mean())
