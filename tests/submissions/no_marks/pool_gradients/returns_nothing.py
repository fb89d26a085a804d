# Computes the mean and returns nothing.
def pool_gradients(gradients):
    pooled_gradients = torch.mean(gradients, dim=[0, 2, 3])
