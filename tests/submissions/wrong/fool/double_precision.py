# Wrong: float64 comes back for float32.
# True of it: double_precision
def fool(image):
    result = np.array(image, dtype=float)
    dash = np.arange(image.shape[1]) // 8 % 2 == 0
    result[-6:, dash] = (250, 220, 0)
    result[-6:, ~dash] = (20, 20, 20)
    return result
