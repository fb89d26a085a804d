# Right: torch.
def mass_density(map, mask):
    m = torch.from_numpy(np.asarray(map, dtype=np.float64)).abs()
    k = torch.from_numpy(np.asarray(mask)).double()
    if k.sum() == 0:
        raise ValueError("empty")
    if m.sum() == 0:
        return 0.0
    return ((m * k).sum() / m.sum() / k.mean()).item()
