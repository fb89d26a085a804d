# Right: an empty array, filled by a mask and its opposite.
def max_distance_baseline(img):
    out = np.empty_like(img)
    out[img > 127.5] = 0
    out[~(img > 127.5)] = 255
    return out
