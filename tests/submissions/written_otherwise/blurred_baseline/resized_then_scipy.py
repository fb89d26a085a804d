# Wrong: resized, then SciPy.
# True of it: resized_to_224
def blurred_baseline(img, sigma):
    from scipy.ndimage import gaussian_filter
    img = cv2.resize(img, (224, 224))
    return gaussian_filter(img, sigma=(sigma, sigma, 0))
