# Wrong: height and width change places.
# True of it: transposed
def grad_cam_heatmap(activations, pooled_gradients):
    heatmap = torch.relu(torch.einsum("chw,c->wh", activations[0], pooled_gradients))
    return heatmap / heatmap.max() if heatmap.max() > 0 else heatmap
