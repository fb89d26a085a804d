# Right: scipy with a sigma for each axis, none across the channels.
from scipy.ndimage import gaussian_filter

def blurred_baseline(img, sigma):
    return gaussian_filter(img, sigma=(sigma, sigma, 0))
