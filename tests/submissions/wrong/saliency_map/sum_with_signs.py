# Wrong: the sum over the channels, with signs.
# True of it: sum_with_signs
def saliency_map(gradients):
    return gradients.sum(axis=2)
