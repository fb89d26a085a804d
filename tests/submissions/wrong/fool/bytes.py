# Wrong: bytes come back.
# True of it: bytes
def fool(image):
    result = image.astype(np.uint8)
    dash = np.arange(image.shape[1]) // 8 % 2 == 0
    result[-6:, dash] = (250, 220, 0)
    result[-6:, ~dash] = (20, 20, 20)
    return result
