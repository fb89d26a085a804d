# Wrong: blurs a grey version, the colours are gone.
# True of it: grey_of_the_eye
def blurred_baseline(img, sigma):
    grey = cv2.cvtColor(img.astype(np.float32), cv2.COLOR_RGB2GRAY)
    grey = cv2.GaussianBlur(grey, (0, 0), sigma)
    return np.stack([grey] * 3, axis=2)
