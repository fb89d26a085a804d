# Wrong: the farther of the image's own ends.
# True of it: ends_of_the_images_range
def max_distance_baseline(img):
    low, high = img.min(), img.max()
    out = np.full_like(img, low)
    out[high - img >= img - low] = high
    return out
