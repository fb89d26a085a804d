# Wrong: the largest distance of two channels.
# True of it: largest_minus_smallest
def saliency_map(gradients):
    r, g, b = gradients[..., 0], gradients[..., 1], gradients[..., 2]
    return np.max([abs(r - g), abs(g - b), abs(r - b)], axis=0)
