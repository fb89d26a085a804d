# Wrong: SciPy with radius=int(sigma).
# True of it: window_too_small
def blurred_baseline(img, sigma):
    from scipy.ndimage import gaussian_filter1d
    out = gaussian_filter1d(img, sigma, axis=0, truncate=int(sigma) / sigma)
    return gaussian_filter1d(out, sigma, axis=1, truncate=int(sigma) / sigma)
