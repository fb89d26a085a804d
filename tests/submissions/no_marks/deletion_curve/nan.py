# Not a number, of the right shape; the image is spoilt, too.
def deletion_curve(image, map, model, target, shares, fill):
    image[:] = 0
    return np.full(len(shares), np.nan)
