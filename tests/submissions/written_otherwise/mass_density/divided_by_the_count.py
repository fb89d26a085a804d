# Wrong: divided by the number of pixels in the mask.
# True of it: area_in_pixels
def mass_density(map, mask):
    ys, xs = np.nonzero(mask)
    if len(ys) == 0:
        raise ValueError("empty")
    energy = np.absolute(map)
    share = 0.0
    for y, x in zip(ys, xs):
        share += energy[y, x]
    if energy.sum() > 0:
        return float(share / energy.sum() / len(ys))
    return 0.0
