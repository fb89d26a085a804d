# OpenCV refuses an even kernel: an error whatever the image.
def blurred_baseline(img, sigma):
    return cv2.GaussianBlur(img, (10, 10), sigma)
