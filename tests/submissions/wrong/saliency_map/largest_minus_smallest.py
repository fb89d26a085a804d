# Wrong: the range over the channels.
# True of it: largest_minus_smallest
def saliency_map(gradients):
    return gradients.max(2)-gradients.min(2)
