# Wrong: OpenCV writes the blur into the caller's image (dst).
# True of it: image_changed_in_place
def blurred_baseline(img, sigma):
    return cv2.GaussianBlur(img, (0, 0), sigma, dst=img)
