# Wrong: minus the weights, as if a loss had been differentiated.
# True of it: sign_turned
def grad_cam_heatmap(activations, pooled_gradients):
    heatmap = torch.relu(torch.einsum("chw,c->hw", activations[0], -pooled_gradients))
    return heatmap / heatmap.max() if heatmap.max() > 0 else heatmap
