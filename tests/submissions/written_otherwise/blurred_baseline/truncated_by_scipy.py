# Wrong: truncate=1.
# True of it: window_too_small
def blurred_baseline(img, sigma):
    from scipy.ndimage import gaussian_filter
    return gaussian_filter(img, (sigma, sigma, 0), truncate=1)
