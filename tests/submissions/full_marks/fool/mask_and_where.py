# Right: a mask, a picture of paint, and np.where.
def fool(image):
    rows, columns = np.indices(image.shape[:2])
    yellow = columns // 8 % 2 == 0
    paint = np.where(yellow[..., None], np.float32([250, 220, 0]), np.float32([20, 20, 20]))
    return np.where((rows >= image.shape[0] - 6)[..., None], paint, image)
