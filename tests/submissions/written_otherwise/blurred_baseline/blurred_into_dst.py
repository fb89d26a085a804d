# Wrong: cv2 writes into an array that is thrown away.
# True of it: nothing_returned
def blurred_baseline(img, sigma):
    out = np.empty_like(img)
    cv2.GaussianBlur(img, (0, 0), sigma, dst=out)
