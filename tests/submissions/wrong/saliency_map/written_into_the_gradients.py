# Wrong: right values, but the absolute values are written into the caller's gradients.
def saliency_map(gradients):
    np.abs(gradients, out=gradients)
    return gradients.max(axis=2)
