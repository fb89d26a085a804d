# Wrong: the largest value, not the largest absolute value.
def saliency_map(gradients):
    return np.max(gradients, axis=2)
