# Right: torch.mean over batch, height and width.
def pool_gradients(gradients):
    return torch.mean(gradients, dim=[0, 2, 3])
