# Wrong: np.where with Python's numbers gives float64.
# True of it: double_precision
def fool(image):
    h, w, _ = image.shape
    bar = np.zeros((h, w, 1), dtype=bool)
    bar[-6:] = True
    dash = (np.arange(w) % 16 < 8)[None, :, None]
    paint = np.where(dash, np.array([250.0, 220.0, 0.0]), np.array([20.0, 20.0, 20.0]))
    return np.where(bar, paint, image)
