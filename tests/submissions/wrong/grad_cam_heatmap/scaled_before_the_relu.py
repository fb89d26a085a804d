# Wrong: divides by the largest absolute value before the ReLU, so the maximum is not 1 where negative evidence is stronger.
# True of it: scaled_by_the_largest_size
def grad_cam_heatmap(activations, pooled_gradients):
    heatmap = torch.einsum("chw,c->hw", activations[0], pooled_gradients)
    heatmap = heatmap / heatmap.abs().max()
    return torch.relu(heatmap)
