# Wrong: a median filter instead of a Gaussian.
from scipy.ndimage import median_filter

def blurred_baseline(img, sigma):
    k = 2 * int(np.ceil(sigma)) + 1
    return median_filter(img, size=(k, k, 1))
