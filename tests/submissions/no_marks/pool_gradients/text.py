# Returns a sentence instead of a tensor.
def pool_gradients(gradients):
    return "one weight per channel"
