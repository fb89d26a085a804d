# Wrong: no ReLU, so evidence against the class stays in as negative values.
def grad_cam_heatmap(activations, pooled_gradients):
    heatmap = torch.mean(activations * pooled_gradients[None, :, None, None], dim=1).squeeze(0)
    return heatmap / heatmap.abs().max()
