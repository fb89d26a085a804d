# Wrong: abs is taken of the sums, not of the pixels.
# True of it: signs_kept
def mass_density(map, mask):
    h, w = map.shape
    on_mask = everything = 0.0
    count = 0
    for y in range(h):
        for x in range(w):
            everything += float(map[y, x])
            if mask[y, x]:
                on_mask += float(map[y, x])
                count += 1
    if count == 0:
        raise ValueError("empty mask")
    if everything == 0:
        return 0.0
    return abs(on_mask) / abs(everything) / (count / (h * w))
