# Wrong: cuts off negative gradients before averaging.
def pool_gradients(gradients):
    return torch.mean(F.relu(gradients), dim=[0, 2, 3])
