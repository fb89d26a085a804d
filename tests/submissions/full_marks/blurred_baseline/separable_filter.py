# Right: OpenCV's Gaussian kernel in a separable filter.
def blurred_baseline(img, sigma):
    n = int(4 * sigma + 0.5) * 2 + 1
    k = cv2.getGaussianKernel(n, sigma)
    return cv2.sepFilter2D(img, -1, k, k, borderType=cv2.BORDER_REFLECT_101)
