# Wrong: the sum of the absolute values instead of the largest.
def saliency_map(gradients):
    return np.sum(np.abs(gradients), axis=2)
