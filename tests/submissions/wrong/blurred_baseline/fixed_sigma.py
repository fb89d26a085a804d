# Wrong: sigma is fixed at 20, whatever is asked for.
# True of it: always_the_same_width
def blurred_baseline(img, sigma):
    return cv2.GaussianBlur(img, (0, 0), 20)
