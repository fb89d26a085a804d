# Wrong: the paint follows the picture's brightness.
# True of it: as_bright_as_the_picture
def fool(image):
    result = image.copy()
    strength = np.float32(0.3 + 0.7 * image.mean() / 255)
    dash = np.arange(image.shape[1]) // 8 % 2 == 0
    result[-6:, dash] = np.float32([250, 220, 0]) * strength
    result[-6:, ~dash] = np.float32([20, 20, 20]) * strength
    return result
