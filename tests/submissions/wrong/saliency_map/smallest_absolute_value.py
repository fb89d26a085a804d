# Wrong: the smallest instead of the largest.
# True of it: smallest_absolute_value
def saliency_map(gradients):
    return np.min(np.abs(gradients), axis=2)
