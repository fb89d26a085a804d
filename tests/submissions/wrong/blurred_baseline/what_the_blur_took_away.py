# Wrong: returns the image minus its blur.
# True of it: sharpened
def blurred_baseline(img, sigma):
    return img - cv2.GaussianBlur(img, (0, 0), sigma)
