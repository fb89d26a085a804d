# Right: absolute values, then the maximum over the last axis.
def saliency_map(gradients):
    gradients = np.abs(gradients)
    return np.max(gradients, axis=2)
