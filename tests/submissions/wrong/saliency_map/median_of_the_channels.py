# Wrong: the median of the absolute values.
def saliency_map(gradients):
    return np.median(np.abs(gradients),axis=2)
