# Wrong: the mean over the channels, with signs.
# True of it: mean_with_signs
def saliency_map(gradients):
    return np.mean(gradients, -1)
