# Wrong: a window of seven pixels, whatever sigma is.
# True of it: window_too_small
def blurred_baseline(img, sigma):
    return cv2.GaussianBlur(img, (7, 7), sigma)
