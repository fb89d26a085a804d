# Wrong: a product with ones.
# True of it: sum_with_signs
def saliency_map(gradients):
    return gradients @ np.ones(3, dtype=gradients.dtype)
