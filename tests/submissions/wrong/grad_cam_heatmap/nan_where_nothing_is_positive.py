# Wrong: divides by the maximum without asking whether it is zero: NaN where nothing is positive.
# True of it: nan_where_nothing_is_positive
def grad_cam_heatmap(activations, pooled_gradients):
    heatmap = torch.mean(activations * pooled_gradients[None, :, None, None], dim=1).squeeze(0)
    heatmap = torch.relu(heatmap)
    return heatmap / torch.max(heatmap)
