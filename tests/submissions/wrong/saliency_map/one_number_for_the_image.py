# Wrong: forgets the axis, so the whole image gets one number.
# True of it: one_number
def saliency_map(gradients):
    return np.max(np.abs(gradients))
