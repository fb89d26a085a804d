# Wrong: no return.
# True of it: nothing_returned
def blurred_baseline(img, sigma):
    baseline = cv2.GaussianBlur(img, (0, 0), sigma)
