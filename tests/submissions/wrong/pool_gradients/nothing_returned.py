# Wrong: no return.
# True of it: nothing_returned
def pool_gradients(gradients):
    pooled_gradients = torch.mean(gradients, dim=[0, 2, 3])
