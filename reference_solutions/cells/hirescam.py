import torch

# %%
def hirescam(activations, gradients):
    """The map (h, w) in 0..1 of activations (1, C, h, w) times their gradients, place by place."""
    summed = (activations * gradients)[0].sum(dim=0)  # (h, w)
    positive = torch.relu(summed)
    return positive / positive.max() if positive.max() > 0 else positive
