# As it was released.
def deletion_curve(image, map, model, target, shares, fill):
    raise NotImplementedError()
