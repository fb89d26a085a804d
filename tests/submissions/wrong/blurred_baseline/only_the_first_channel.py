# Wrong: blurs the red channel only.
# True of it: only_red_blurred
def blurred_baseline(img, sigma):
    out = img.copy()
    out[:, :, 0] = cv2.GaussianBlur(img[:, :, 0], (0, 0), sigma)
    return out
