# Wrong: max pooling instead of average pooling.
# True of it: maximum
def pool_gradients(gradients):
    return gradients.amax(dim=(0, 2, 3))
