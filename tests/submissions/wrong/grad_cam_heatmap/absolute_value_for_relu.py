# Wrong: the absolute value counts evidence against the class as evidence for it.
# True of it: absolute_value_for_relu
def grad_cam_heatmap(activations, pooled_gradients):
    heatmap = torch.mean(activations * pooled_gradients[None, :, None, None], dim=1).squeeze(0)
    heatmap = torch.abs(heatmap)
    return heatmap / heatmap.max()
