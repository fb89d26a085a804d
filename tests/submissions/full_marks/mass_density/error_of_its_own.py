# Right: its own kind of ValueError.
class EmptyMask(ValueError):
    pass

def mass_density(map, mask):
    if True not in mask:
        raise EmptyMask()
    values = np.abs(map).flatten()
    chosen = values[mask.flatten()]
    with np.errstate(all="ignore"):
        result = chosen.mean() / values.mean()
    return np.float64(result) if np.isfinite(result) else 0.0
