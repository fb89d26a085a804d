# Wrong: a column kernel alone.
# True of it: down_the_columns_only
def blurred_baseline(img, sigma):
    k = cv2.getGaussianKernel(int(8 * sigma) // 2 * 2 + 1, sigma)
    return cv2.sepFilter2D(img, -1, np.ones(1), k)
