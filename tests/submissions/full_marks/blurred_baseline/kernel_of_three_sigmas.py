# Right: an odd kernel that reaches three sigmas to either side.
def blurred_baseline(img, sigma):
    k = 2 * int(np.ceil(3 * sigma)) + 1
    return cv2.GaussianBlur(img.astype(np.float32), (k, k), sigma)
