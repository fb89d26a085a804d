# Wrong: as many pixels as sigma says.
# True of it: window_too_small, kernel_of_three_pixels, kernel_of_five_pixels
def blurred_baseline(img, sigma):
    k = max(3, int(sigma) // 2 * 2 + 1)
    kernel = cv2.getGaussianKernel(k, sigma)
    return cv2.sepFilter2D(img, -1, kernel, kernel)
