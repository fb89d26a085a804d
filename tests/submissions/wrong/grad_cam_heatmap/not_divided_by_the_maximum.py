# Wrong: forgets to divide by the maximum.
# True of it: not_scaled
def grad_cam_heatmap(activations, pooled_gradients):
    heatmap = torch.mean(activations * pooled_gradients[None, :, None, None], dim=1).squeeze(0)
    return torch.relu(heatmap)
