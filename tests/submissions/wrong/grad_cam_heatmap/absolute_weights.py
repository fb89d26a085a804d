# Wrong: absolute weights make every channel speak for the class.
# True of it: absolute_weights
def grad_cam_heatmap(activations, pooled_gradients):
    w = pooled_gradients.abs()
    heatmap = torch.relu(torch.einsum("chw,c->hw", activations[0], w))
    return heatmap / heatmap.max() if heatmap.max() > 0 else heatmap
