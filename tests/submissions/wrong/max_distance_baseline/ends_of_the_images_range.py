# Wrong: the farther of the image's own minimum and maximum, not of 0 and 255.
# True of it: ends_of_the_images_range
def max_distance_baseline(img):
    low, high = img.min(), img.max()
    return np.where(img - low > high - img, low, high)
