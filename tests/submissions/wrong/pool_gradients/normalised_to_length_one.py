# Wrong: rescales the weights to length one, which was not asked.
# True of it: normalised_to_length_one
def pool_gradients(gradients):
    pooled = gradients.mean(dim=[0, 2, 3])
    return pooled / torch.norm(pooled)
