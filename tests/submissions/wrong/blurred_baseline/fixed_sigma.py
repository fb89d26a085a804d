# Wrong: sigma is fixed at 20, whatever is asked for.
def blurred_baseline(img, sigma):
    return cv2.GaussianBlur(img, (0, 0), 20)
