# VGG is a function that returns a text, no class.
def VGG(model):
    return "vgg19 with hook"
