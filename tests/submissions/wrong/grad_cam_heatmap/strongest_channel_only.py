# Wrong: the maximum over the channels instead of their average.
# True of it: strongest_channel_only
def grad_cam_heatmap(activations, pooled_gradients):
    heatmap = torch.max(activations * pooled_gradients[None, :, None, None], dim=1)[0].squeeze(0)
    heatmap = torch.relu(heatmap)
    return heatmap / heatmap.max() if heatmap.max() > 0 else heatmap
