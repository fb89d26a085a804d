# Wrong: divides by VGG19's 14 x 14, whatever the map's size is.
# True of it: divided_by_14_squared
def pool_gradients(gradients):
    return gradients.sum(dim=[0, 2, 3]) / (14 * 14)
