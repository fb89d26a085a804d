# Right: cast to uint8; an image in 0..255 may be one of whole levels.
def blurred_baseline(img, sigma):
    return cv2.GaussianBlur(img, (0, 0), sigma).astype(np.uint8)
