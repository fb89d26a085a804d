# Wrong: cuts at 1 instead of dividing by the maximum.
# True of it: clipped_at_one
def grad_cam_heatmap(activations, pooled_gradients):
    heatmap = torch.einsum("chw,c->hw", activations[0], pooled_gradients)
    return torch.clamp(heatmap, 0, 1)
