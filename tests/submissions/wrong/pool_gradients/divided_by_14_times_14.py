# Wrong: divides by VGG19's 14 x 14, whatever the map's size is.
def pool_gradients(gradients):
    return gradients.sum(dim=[0, 2, 3]) / (14 * 14)
