# Wrong: sorts the weights, so that none belongs to its channel.
# True of it: other_places
def pool_gradients(gradients):
    return gradients.mean((0,2,3)).sort().values
