# Wrong: SciPy along axis 0.
# True of it: down_the_columns_only
def blurred_baseline(img, sigma):
    from scipy.ndimage import gaussian_filter
    return gaussian_filter(img, sigma=(sigma, 0, 0))
