# As it was released.
def guided_backprop(images, model, target, cuda=False):
    raise NotImplementedError()
