# Returns a sentence.
def occlusion(image, model, target, window, step, fill):
    return "hidden"
