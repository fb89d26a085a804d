# Wrong: a ReLU instead of the absolute value.
# True of it: negative_gradients_cut_off
def saliency_map(gradients):
    return np.maximum(gradients, 0).max(axis=2)
