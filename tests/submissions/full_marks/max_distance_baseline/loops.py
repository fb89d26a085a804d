# Right: a loop over every value.
def farther_end(v):
    if 255 - v > v:
        return 255.0
    return 0.0

def max_distance_baseline(img):
    out = np.empty(img.shape)
    for i in range(img.shape[0]):
        for j in range(img.shape[1]):
            for c in range(img.shape[2]):
                out[i, j, c] = farther_end(img[i, j, c])
    return out
