# Wrong: red alone, by SciPy.
# True of it: only_red_blurred
def blurred_baseline(img, sigma):
    from scipy.ndimage import gaussian_filter
    out = img.copy()
    out[..., 0] = gaussian_filter(img[..., 0], sigma)
    return out
