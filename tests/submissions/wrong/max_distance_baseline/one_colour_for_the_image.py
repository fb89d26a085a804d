# Wrong: one decision for the whole image.
# True of it: image_decides_as_a_whole
def max_distance_baseline(img):
    return np.full(img.shape, 255.0 if img.mean() < 127.5 else 0.0)
