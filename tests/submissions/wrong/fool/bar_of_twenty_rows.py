# Wrong: the bar is more than three times too thick.
# True of it: ground_as_well
def fool(image):
    result = image.copy()
    dash = np.arange(image.shape[1]) // 8 % 2 == 0
    result[-20:, dash] = (250, 220, 0)
    result[-20:, ~dash] = (20, 20, 20)
    return result
