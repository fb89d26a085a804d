# Wrong: `activations * pooled`: the weights meet the columns.
# True of it: weights_along_another_axis
def grad_cam_heatmap(activations, pooled_gradients):
    heatmap = torch.mean(activations * pooled_gradients, dim=1).squeeze()
    heatmap = F.relu(heatmap)
    return heatmap / heatmap.max()
