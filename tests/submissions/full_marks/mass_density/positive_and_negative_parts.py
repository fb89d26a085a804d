# Right: what speaks for and what speaks against, added up.
def mass_density(map, mask):
    n = np.count_nonzero(mask)
    if n == 0:
        raise ValueError("mask without pixels")
    size = np.maximum(map, 0) + np.maximum(-map, 0)
    if not size.any():
        return 0.0
    share = np.where(mask, size, 0).sum() / size.sum()
    return float(share / (n / mask.size))
