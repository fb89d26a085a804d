# Right: a loop over the channels.
def pool_gradients(gradients):
    weights = torch.zeros(gradients.size(1))
    for k in range(gradients.size(1)):
        weights[k] = gradients[:, k].mean()
    return weights
