# Wrong: only what is positive.
# True of it: negative_values_dropped
def mass_density(map, mask):
    if not mask.any():
        raise ValueError("empty mask")
    a = np.clip(map, 0, None)
    return float(a[mask].mean() / a.mean()) if a.any() else 0.0
