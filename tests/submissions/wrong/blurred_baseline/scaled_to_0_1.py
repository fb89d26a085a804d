# Wrong: returns values in 0..1 where 0..255 is asked for.
def blurred_baseline(img, sigma):
    return cv2.GaussianBlur(img / 255.0, (0, 0), sigma)
