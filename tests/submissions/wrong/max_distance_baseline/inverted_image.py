# Wrong: the negative 255 - img, which is not the farther end.
# True of it: inverted_image
def max_distance_baseline(img):
    return 255.0 - img
