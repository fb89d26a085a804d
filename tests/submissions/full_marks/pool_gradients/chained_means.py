# Right: one mean after the other.
def pool_gradients(gradients):
    return gradients.mean(3).mean(2).mean(0)
