# Wrong: the share of the map on the mask, never compared with the share of pixels.
# True of it: share_alone
def mass_density(map, mask):
    if not np.count_nonzero(mask):
        raise ValueError("Mask is empty!")
    strength = torch.as_tensor(np.ascontiguousarray(map)).abs()
    total = strength.sum().item()
    if total == 0:
        return 0.0
    return torch.where(torch.as_tensor(mask), strength, torch.zeros_like(strength)).sum().item() / total
