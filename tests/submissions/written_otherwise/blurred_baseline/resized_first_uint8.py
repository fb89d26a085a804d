# Wrong: resized and blurred as floats by sepFilter2D.
# True of it: resized_to_224
def blurred_baseline(img, sigma):
    img = cv2.resize(img.astype(np.float64), (224, 224))
    k = cv2.getGaussianKernel(int(8 * sigma) // 2 * 2 + 1, sigma)
    return cv2.sepFilter2D(img, -1, k, k, borderType=cv2.BORDER_REFLECT)
