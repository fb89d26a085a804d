# The images are no tensor.
def guided_backprop(images, model, target, cuda=False):
    return model(images)[:, target].backward()
