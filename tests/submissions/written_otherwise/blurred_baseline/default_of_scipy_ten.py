# Wrong: sigma is fixed at 10.
# True of it: always_the_same_width, always_sigma_10
def blurred_baseline(img, sigma):
    from scipy.ndimage import gaussian_filter
    return gaussian_filter(img, (10, 10, 0))
