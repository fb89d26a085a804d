# Wrong: takes the maximum first, so a channel with -5 loses against one with +1.
# True of it: absolute_value_after_the_maximum
def saliency_map(gradients):
    return np.abs(np.max(gradients, axis=2))
