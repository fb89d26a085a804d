# Wrong: the share, whatever the mask's size.
# True of it: share_alone
def mass_density(map, mask):
    if not mask.any():
        raise ValueError("empty mask")
    total = np.abs(map).sum()
    return float(np.abs(map[mask]).sum() / total) if total else 0.0
