# Wrong: getGaussianKernel(2 * int(sigma) + 1).
# True of it: window_too_small
def blurred_baseline(img, sigma):
    k = cv2.getGaussianKernel(2 * int(sigma) + 1, sigma)
    return cv2.sepFilter2D(img, cv2.CV_32F, k, k)
