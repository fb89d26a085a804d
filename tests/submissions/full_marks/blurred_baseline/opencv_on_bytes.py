# Right: OpenCV on whole levels, whose kernel ends at three sigmas.
def blurred_baseline(img, sigma):
    out = cv2.GaussianBlur(img.astype(np.uint8), (0, 0), sigma)
    return out.astype(np.float32)
