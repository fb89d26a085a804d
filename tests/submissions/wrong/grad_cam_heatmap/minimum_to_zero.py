# Wrong: stretches minimum..maximum to 0..1 instead of a ReLU, so zero evidence is no longer zero.
# True of it: minimum_moved_to_zero
def grad_cam_heatmap(activations, pooled_gradients):
    heatmap = torch.mean(activations * pooled_gradients[None, :, None, None], dim=1).squeeze(0)
    return (heatmap - heatmap.min()) / (heatmap.max() - heatmap.min())
