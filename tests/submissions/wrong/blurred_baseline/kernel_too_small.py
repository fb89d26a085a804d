# Wrong: a 3 x 3 kernel cuts the Gaussian off.
# True of it: kernel_of_three_pixels
def blurred_baseline(img, sigma):
    return cv2.GaussianBlur(img, (3, 3), sigma)
