# Wrong: returns minus the mean.
# True of it: sign_flipped
def pool_gradients(gradients):
    return -gradients.mean((0,2,3))
