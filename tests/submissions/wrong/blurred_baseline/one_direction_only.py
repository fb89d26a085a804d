# Wrong: blurs down the columns and not across.
# True of it: down_the_columns_only
from scipy.ndimage import gaussian_filter1d

def blurred_baseline(img, sigma):
    return gaussian_filter1d(img, sigma, axis=0)
