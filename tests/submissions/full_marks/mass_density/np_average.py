# Right: an average with the mask as weights.
def mass_density(map, mask):
    size = np.sqrt(np.square(np.asarray(map, float)))
    if not mask.any():
        raise ValueError("empty mask")
    whole = np.average(size)
    return 0.0 if whole == 0 else np.average(size, weights=mask) / whole
