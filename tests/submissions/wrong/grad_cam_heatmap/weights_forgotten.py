# Wrong: averages the activations without the weights: the map does not know the class.
# True of it: weights_forgotten
def grad_cam_heatmap(activations, pooled_gradients):
    heatmap = torch.relu(torch.mean(activations, dim=1).squeeze(0))
    return heatmap / heatmap.max() if heatmap.max() > 0 else heatmap
