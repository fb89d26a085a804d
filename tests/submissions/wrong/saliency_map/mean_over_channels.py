# Wrong: the mean of the absolute values instead of the largest.
# True of it: mean_over_channels
def saliency_map(gradients):
    return np.abs(gradients).mean(axis=2)
