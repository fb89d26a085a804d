# Wrong: max pooling instead of average pooling.
def pool_gradients(gradients):
    return gradients.amax(dim=(0, 2, 3))
