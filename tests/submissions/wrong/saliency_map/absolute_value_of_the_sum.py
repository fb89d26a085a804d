# Wrong: adds the channels first, so +1 and -1 cancel.
# True of it: absolute_value_of_the_sum
def saliency_map(gradients):
    return np.abs(gradients.sum(axis=2))
