# Wrong: returns values in 0..1 where 0..255 is asked for.
# True of it: in_0_to_1
def blurred_baseline(img, sigma):
    return cv2.GaussianBlur(img / 255.0, (0, 0), sigma)
