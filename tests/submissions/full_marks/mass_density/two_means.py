# Right: the mean inside over the mean of all.
def mass_density(map, mask):
    if not np.any(mask):
        raise ValueError("no mask")
    a = np.absolute(map)
    mean = a.mean()
    return float(a[mask].mean() / mean) if mean else 0.0
