# Right: the tutorial's loop, on a clone, so that the activations stay as they are.
def grad_cam_heatmap(activations, pooled_gradients):
    activations = activations.detach().clone()
    for i in range(activations.shape[1]):
        activations[:, i, :, :] *= pooled_gradients[i]
    heatmap = torch.mean(activations, dim=1)[0]
    heatmap = torch.maximum(heatmap, torch.tensor(0.0))
    if torch.max(heatmap) > 0:
        heatmap /= torch.max(heatmap)
    return heatmap
