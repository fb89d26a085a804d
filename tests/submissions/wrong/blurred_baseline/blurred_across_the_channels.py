# Wrong: one sigma for all three axes blurs the colours into each other.
from scipy.ndimage import gaussian_filter

def blurred_baseline(img, sigma):
    return gaussian_filter(img, sigma)
