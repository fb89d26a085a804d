# Right: adaptive average pooling to one pixel, flattened.
def pool_gradients(gradients):
    return F.adaptive_avg_pool2d(gradients, 1).mean(0).flatten()
