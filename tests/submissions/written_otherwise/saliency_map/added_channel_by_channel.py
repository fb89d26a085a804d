# Wrong: adds the three channels.
# True of it: sum_with_signs
def saliency_map(gradients):
    return gradients[..., 0] + gradients[..., 1] + gradients[..., 2]
