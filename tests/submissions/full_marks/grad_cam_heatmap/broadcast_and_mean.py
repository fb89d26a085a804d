# Right: broadcasting, mean over the channels, ReLU, division by the maximum where there is one.
def grad_cam_heatmap(activations, pooled_gradients):
    weighted = activations * pooled_gradients.view(1, -1, 1, 1)
    heatmap = torch.mean(weighted, dim=1).squeeze(0)
    heatmap = torch.clamp(heatmap, min=0)
    m = heatmap.max()
    if m == 0:
        return heatmap
    return heatmap / m
