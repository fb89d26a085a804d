# Wrong: shows the baseline.
# True of it: nothing_returned
def blurred_baseline(img, sigma):
    from scipy.ndimage import gaussian_filter
    plt.imshow(gaussian_filter(img, (sigma, sigma, 0)) / 255)
    plt.close()
