# Wrong: the colour axis is the first one.
# True of it: colours_first
def fool(image):
    result = image.copy()
    dash = np.arange(image.shape[1]) // 8 % 2 == 0
    result[-6:, dash] = (250, 220, 0)
    result[-6:, ~dash] = (20, 20, 20)
    return result.transpose(2, 0, 1)
