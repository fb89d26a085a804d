# Right: the larger of the maximum and minus the minimum.
def saliency_map(gradients):
    return np.maximum(gradients.max(axis=-1), -gradients.min(axis=-1))
