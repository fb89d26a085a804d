# Returns a sentence.
def fool(image):
    return "a dashed bar"
