# As it was released.
def occlusion(image, model, target, window, step, fill):
    raise NotImplementedError()
