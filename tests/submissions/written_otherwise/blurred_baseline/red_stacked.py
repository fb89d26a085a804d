# Wrong: red alone, stacked.
# True of it: only_red_blurred
def blurred_baseline(img, sigma):
    r, g, b = cv2.split(img)
    return cv2.merge([cv2.GaussianBlur(r, (0, 0), sigma), g, b])
