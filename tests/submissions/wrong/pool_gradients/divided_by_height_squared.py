# Wrong: divides by h * h, right only where the map is a square.
def pool_gradients(gradients):
    h = gradients.shape[2]
    return gradients.sum(dim=[0, 2, 3]) / (h * h)
