# Wrong: gradients[0].mean(0).
# True of it: mean_over_the_channels
def pool_gradients(gradients):
    return torch.mean(gradients.squeeze(0), 0)
