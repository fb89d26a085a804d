# Wrong: the Euclidean norm over the channels.
# True of it: euclidean_norm
def saliency_map(gradients):
    return np.linalg.norm(gradients, axis=2)
