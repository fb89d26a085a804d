# Wrong: the largest value, not the largest absolute value.
# True of it: no_absolute_value
def saliency_map(gradients):
    return np.max(gradients, axis=2)
