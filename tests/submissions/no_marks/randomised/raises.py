# A network has no such method.
def randomised(model, blocks, seed):
    return model.copy()
