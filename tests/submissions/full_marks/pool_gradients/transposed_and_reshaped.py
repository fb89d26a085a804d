# Right: channels to the front, all the rest in one axis.
def pool_gradients(gradients):
    return gradients.transpose(0, 1).reshape(gradients.shape[1], -1).mean(-1)
