# Wrong: the sum divided by three.
# True of it: mean_with_signs
def saliency_map(gradients):
    r, g, b = np.moveaxis(gradients, 2, 0)
    return (r + g + b) / 3
