import torch

# %%
def pool_gradients(gradients):
    """One weight per channel, (C,), from gradients (1, C, h, w)."""
    ### BEGIN SOLUTION
    return torch.mean(gradients, dim=[0, 2, 3])
    ### END SOLUTION
