# Wrong: averages over everything; there should be one weight per channel.
# True of it: one_number
def pool_gradients(gradients):
    return torch.mean(gradients)
