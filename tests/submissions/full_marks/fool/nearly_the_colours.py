# Right: the colours as they are read off by eye.
def fool(image):
    result = image.copy()
    dash = (np.arange(image.shape[1]) // 8) % 2 == 0
    result[-6:, dash] = (245, 215, 5)
    result[-6:, ~dash] = (25, 22, 20)
    return result
