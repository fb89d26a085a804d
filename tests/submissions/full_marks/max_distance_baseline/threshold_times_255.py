# Right: a comparison times 255.
def max_distance_baseline(img):
    return (img < 127.5).astype(np.float32) * 255
