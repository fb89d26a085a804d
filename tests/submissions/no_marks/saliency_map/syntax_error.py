# The colon is missing.
def saliency_map(gradients)
    return np.max(np.abs(gradients), axis=2)
