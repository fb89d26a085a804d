# Wrong: one sigma for all three axes blurs the colours into each other.
# True of it: blurred_across_the_colours
from scipy.ndimage import gaussian_filter

def blurred_baseline(img, sigma):
    return gaussian_filter(img, sigma)
