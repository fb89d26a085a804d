# Wrong: waits for a ZeroDivisionError, which NumPy's numbers do not raise.
# True of it: nan_for_an_empty_map, not_finite
def mass_density(map, mask):
    if mask.max() == False:
        raise ValueError("mask is empty")
    magnitude = np.sqrt(np.square(map))
    try:
        return float(np.average(magnitude, weights=mask) / np.average(magnitude))
    except ZeroDivisionError:
        return 0.0
