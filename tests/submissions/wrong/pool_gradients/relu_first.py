# Wrong: cuts off negative gradients before averaging.
# True of it: negative_gradients_cut_off
def pool_gradients(gradients):
    return torch.mean(F.relu(gradients), dim=[0, 2, 3])
