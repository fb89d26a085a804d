# As it was released.
def randomised(model, blocks, seed):
    raise NotImplementedError()
