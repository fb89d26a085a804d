# Right: the picture without its last rows, and the bar below.
def fool(image):
    colours = [(250, 220, 0) if column % 16 < 8 else (20, 20, 20) for column in range(image.shape[1])]
    bar = np.repeat(np.array([colours], dtype=image.dtype), 6, axis=0)
    return np.concatenate([image[:-6], bar])
