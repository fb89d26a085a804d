# Returns a sentence.
def guided_backprop(images, model, target, cuda=False):
    return "guided"
