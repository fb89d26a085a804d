# Wrong: divides by h * h, right only where the map is a square.
# True of it: divided_by_height_squared
def pool_gradients(gradients):
    h = gradients.shape[2]
    return gradients.sum(dim=[0, 2, 3]) / (h * h)
