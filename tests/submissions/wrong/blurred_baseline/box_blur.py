# Wrong: a box blur, every neighbour weighs the same.
# True of it: box_blur
def blurred_baseline(img, sigma):
    k = 2 * int(np.ceil(3 * sigma)) + 1
    return cv2.blur(img, (k, k))
