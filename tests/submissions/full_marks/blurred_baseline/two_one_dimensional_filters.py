# Right: one filter down, one across.
from scipy.ndimage import gaussian_filter1d

blurred_baseline = lambda img, sigma: gaussian_filter1d(gaussian_filter1d(img, sigma, axis=0), sigma, axis=1)
