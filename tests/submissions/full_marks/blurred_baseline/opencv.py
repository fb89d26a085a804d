# Right: OpenCV works the kernel's size out from sigma.
def blurred_baseline(img, sigma):
    return cv2.GaussianBlur(img, (0, 0), sigmaX=sigma, sigmaY=sigma)
