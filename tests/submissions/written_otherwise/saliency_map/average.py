# Wrong: np.average.
# True of it: mean_with_signs
def saliency_map(gradients):
    return np.average(gradients, axis=-1)
