# Right: a piece of the bar, repeated to the picture's width.
PIECE = np.repeat(np.array([[250, 220, 0], [20, 20, 20]], dtype=np.float32), 8, axis=0)

def fool(image):
    times = -(-image.shape[1] // len(PIECE))
    result = np.array(image)
    result[image.shape[0] - 6 :] = np.tile(PIECE, (times, 1))[: image.shape[1]]
    return result
