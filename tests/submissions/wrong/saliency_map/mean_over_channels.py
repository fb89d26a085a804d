# Wrong: the mean of the absolute values instead of the largest.
def saliency_map(gradients):
    return np.abs(gradients).mean(axis=2)
