# Wrong: the density is printed.
# True of it: nothing_returned
def mass_density(map, mask):
    if not mask.any():
        raise ValueError("empty mask")
    total = np.abs(map).sum()
    density = 0.0 if total == 0 else np.abs(map[mask]).sum() / total / mask.mean()
    print(f"density: {density:.3f}")
