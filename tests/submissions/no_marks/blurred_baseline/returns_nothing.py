# OpenCV returns the blurred image, and the function drops it.
def blurred_baseline(img, sigma):
    cv2.GaussianBlur(img, (0, 0), sigma)
