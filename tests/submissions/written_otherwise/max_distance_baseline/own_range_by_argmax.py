# Wrong: candidates are the image's own ends.
# True of it: ends_of_the_images_range
def max_distance_baseline(img):
    ends = np.array([np.amin(img), np.amax(img)])
    return ends[np.abs(img[..., None] - ends).argmax(-1)]
