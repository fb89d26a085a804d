# Wrong: averages over the channels, which leaves a map (1, h, w).
def pool_gradients(gradients):
    return torch.mean(gradients, dim=1)
