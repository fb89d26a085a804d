# Wrong: weights the caller's activations in place, so a second call weights them twice.
# True of it: activations_weighted_in_place
def grad_cam_heatmap(activations, pooled_gradients):
    for i in range(activations.shape[1]):
        activations[:, i, :, :] *= pooled_gradients[i]
    heatmap = torch.mean(activations, dim=1).squeeze(0)
    heatmap = torch.relu(heatmap)
    if heatmap.max() > 0:
        heatmap = heatmap / heatmap.max()
    return heatmap
