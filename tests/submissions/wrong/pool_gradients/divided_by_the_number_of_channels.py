# Wrong: divides the sum by the number of channels.
# True of it: scaled_case_by_case
def pool_gradients(gradients):
    return gradients.sum(dim=[0, 2, 3]) / gradients.shape[1]
