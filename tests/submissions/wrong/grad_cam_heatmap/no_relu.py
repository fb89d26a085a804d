# Wrong: no ReLU, so evidence against the class stays in as negative values.
# True of it: no_relu_scaled_by_the_largest_size
def grad_cam_heatmap(activations, pooled_gradients):
    heatmap = torch.mean(activations * pooled_gradients[None, :, None, None], dim=1).squeeze(0)
    return heatmap / heatmap.abs().max()
