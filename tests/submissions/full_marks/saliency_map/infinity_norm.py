# Right: the infinity norm over the channels is the largest absolute value.
def saliency_map(gradients):
    return np.linalg.norm(gradients, ord=np.inf, axis=2)
