# Wrong: its mask has the size of one picture, and a larger one raises an error.
# True of it: only_for_224
rows, cols = np.mgrid[:224, :224]
yellow = (rows >= 218) & (cols // 8 % 2 == 0)
black = (rows >= 218) & (cols // 8 % 2 == 1)


def fool(image):
    result = image.copy()
    result[yellow] = (250, 220, 0)
    result[black] = (20, 20, 20)
    return result
