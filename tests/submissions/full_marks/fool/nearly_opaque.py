# Right: paint through which a twentieth of the ground shows.
def fool(image):
    result = image.astype(np.float32, copy=True)
    dash = (np.arange(image.shape[1]) // 8) % 2 == 0
    paint = np.where(dash[:, None], np.float32([250, 220, 0]), np.float32([20, 20, 20]))
    result[-6:] = 0.05 * result[-6:] + 0.95 * paint
    return result
