# Right: every channel on its own, in float64, stacked.
import scipy.ndimage

def blurred_baseline(img, sigma):
    channels = [scipy.ndimage.gaussian_filter(img[..., c].astype(float), sigma, mode="nearest") for c in range(3)]
    return np.stack(channels, axis=-1)
