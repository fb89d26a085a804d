# Wrong: 0.299, 0.587, 0.114.
# True of it: grey_of_the_eye
def blurred_baseline(img, sigma):
    g = 0.299 * img[..., 0] + 0.587 * img[..., 1] + 0.114 * img[..., 2]
    g = cv2.GaussianBlur(g, (0, 0), sigma)
    return np.dstack([g, g, g])
