# Wrong: adds Gaussian noise of deviation sigma instead of blurring.
def blurred_baseline(img, sigma):
    return np.clip(img + np.random.normal(0, sigma, img.shape), 0, 255)
