# Wrong: the sum, without the division by Z.
# True of it: sum_instead_of_mean
def pool_gradients(gradients):
    return gradients.sum(dim=[0, 2, 3])
