# Wrong: the error is returned, not raised.
# True of it: empty_mask_accepted
def mass_density(map, mask):
    n = len(mask[mask])
    if n == 0:
        return ValueError("the mask is empty")
    total = sum(abs(v) for v in map.flatten())
    if total == 0:
        return 0.0
    inside = sum(abs(v) for v, m in zip(map.flatten(), mask.flatten()) if m)
    return float((inside / total) / (n / mask.size))
