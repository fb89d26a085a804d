# Wrong: a window of one sigma to each side.
# True of it: window_too_small
def blurred_baseline(img, sigma):
    k = 2 * int(sigma) + 1
    return cv2.GaussianBlur(img, (k, k), sigma)
