# A complex array from a misused square root of negative numbers.
def saliency_map(gradients):
    return np.sqrt(gradients.astype(complex)).max(axis=2)
