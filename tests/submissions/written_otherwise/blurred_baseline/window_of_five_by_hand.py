# Wrong: a kernel of five pixels, by hand.
# True of it: kernel_of_five_pixels, window_too_small
def blurred_baseline(img, sigma):
    t = np.arange(-2, 3)
    k = np.exp(-t ** 2 / (2 * sigma ** 2))
    k /= k.sum()
    return cv2.filter2D(img, -1, np.outer(k, k))
