# Not numbers, of the right shape.
def fool(image):
    return np.full_like(image, np.nan)
