# Wrong: the range over the channels.
def saliency_map(gradients):
    return gradients.max(2)-gradients.min(2)
