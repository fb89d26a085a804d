# Wrong: the bar is mixed in so weakly that nobody sees it.
# True of it: hardly_visible
def fool(image):
    bar = image.copy()
    dash = np.arange(image.shape[1]) % 16 < 8
    bar[-6:, dash] = (250, 220, 0)
    bar[-6:, ~dash] = (20, 20, 20)
    return cv2.addWeighted(image, 0.95, bar, 0.05, 0)
