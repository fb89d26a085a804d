# As it was released.
def fool(image):
    raise NotImplementedError()
