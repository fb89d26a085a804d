# Wrong: squares.
# True of it: squares_for_sizes
def mass_density(map, mask):
    if not mask.any():
        raise ValueError("empty mask")
    a = np.asarray(map, float) ** 2
    return float(a[mask].mean() / a.mean()) if a.any() else 0.0
