# Wrong: sigma + 2.
# True of it: another_width
def blurred_baseline(img, sigma):
    from scipy.ndimage import gaussian_filter
    return gaussian_filter(img, (sigma + 2, sigma + 2, 0))
