# Wrong: einsum divided by the number of channels.
# True of it: no_relu_and_not_scaled
def grad_cam_heatmap(activations, pooled_gradients):
    return torch.einsum('nchw,c->hw', activations, pooled_gradients) / len(pooled_gradients)
