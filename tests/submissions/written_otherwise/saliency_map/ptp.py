# Wrong: np.ptp.
# True of it: largest_minus_smallest
def saliency_map(gradients):
    return np.ptp(gradients, axis=-1)
