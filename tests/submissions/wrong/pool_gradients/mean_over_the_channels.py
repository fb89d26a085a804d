# Wrong: averages over the channels, which leaves a map (1, h, w).
# True of it: mean_over_the_channels
def pool_gradients(gradients):
    return torch.mean(gradients, dim=1)
