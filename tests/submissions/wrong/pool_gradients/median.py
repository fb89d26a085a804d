# Wrong: the median instead of the mean.
# True of it: median
def pool_gradients(gradients):
    flat = gradients[0].reshape(gradients.shape[1], -1)
    return flat.median(dim=1).values
