# Wrong: blurs twice, which is one blur of 1.41 sigma.
# True of it: another_width
def blurred_baseline(img, sigma):
    for _ in range(2):
        img = cv2.GaussianBlur(img, (0, 0), sigma)
    return img
