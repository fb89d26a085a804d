# Wrong: cv2.split, and the first one.
# True of it: red_decides_alone
def max_distance_baseline(img):
    r, g, b = cv2.split(img)
    return np.where(255 - r > r, 255.0, 0.0)
