# Wrong: takes the maximum first, so a channel with -5 loses against one with +1.
def saliency_map(gradients):
    return np.abs(np.max(gradients, axis=2))
