# Wrong: divides by the sum, so the map adds up to one and its maximum is not 1.
# True of it: divided_by_the_sum
def grad_cam_heatmap(activations, pooled_gradients):
    heatmap = torch.relu(torch.einsum("chw,c->hw", activations[0], pooled_gradients))
    return heatmap / heatmap.sum() if heatmap.sum() > 0 else heatmap
