# Wrong: the smallest instead of the largest.
def saliency_map(gradients):
    return np.min(np.abs(gradients), axis=2)
