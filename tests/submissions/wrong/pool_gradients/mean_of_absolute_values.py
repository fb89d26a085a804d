# Wrong: takes absolute values first, so no channel can speak against the class.
def pool_gradients(gradients):
    return torch.mean(torch.abs(gradients), dim=[0, 2, 3])
