# Returns a sentence instead of a network.
def randomised(model, blocks, seed):
    return f"{blocks} layers of {model}"
