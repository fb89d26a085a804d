# Wrong: 1.5 sigma.
# True of it: another_width
def blurred_baseline(img, sigma):
    return cv2.GaussianBlur(img, (0, 0), 1.5 * sigma)
