# Right: one dash after the other.
def fool(image):
    result = image.copy()
    for left in range(0, image.shape[1], 16):
        result[-6:, left : left + 8] = [250, 220, 0]
        result[-6:, left + 8 : left + 16] = [20, 20, 20]
    return result
