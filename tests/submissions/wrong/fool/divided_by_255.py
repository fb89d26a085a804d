# Wrong: the picture comes back between 0 and 1.
# True of it: in_0_to_1
def fool(image):
    result = image.copy()
    dash = np.arange(image.shape[1]) // 8 % 2 == 0
    result[-6:, dash] = (250, 220, 0)
    result[-6:, ~dash] = (20, 20, 20)
    return result / 255
