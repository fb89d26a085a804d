# Wrong: blurred three times.
# True of it: another_width
def blurred_baseline(img, sigma):
    for _ in range(3):
        img = cv2.GaussianBlur(img, (0, 0), sigma)
    return img
