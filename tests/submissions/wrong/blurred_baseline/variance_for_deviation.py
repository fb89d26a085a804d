# Wrong: takes sigma for the variance and blurs with its square root.
def blurred_baseline(img, sigma):
    return cv2.GaussianBlur(img, (0, 0), np.sqrt(sigma))
