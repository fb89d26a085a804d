import torch

# %%
def grad_cam_heatmap(activations, pooled_gradients):
    """A heatmap (h, w) in 0..1 from activations (1, C, h, w) and one weight per channel (C,)."""
    ### BEGIN SOLUTION
    weighted = activations * pooled_gradients[None, :, None, None]  # (1, C, h, w), a new tensor
    heatmap = torch.mean(weighted, dim=1).squeeze(0)  # (h, w)
    heatmap = torch.relu(heatmap)
    if heatmap.max() > 0:
        heatmap = heatmap / heatmap.max()
    return heatmap
    ### END SOLUTION
