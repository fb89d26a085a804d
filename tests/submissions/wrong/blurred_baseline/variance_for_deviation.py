# Wrong: takes sigma for the variance and blurs with its square root.
# True of it: sigma_is_a_variance
def blurred_baseline(img, sigma):
    return cv2.GaussianBlur(img, (0, 0), np.sqrt(sigma))
