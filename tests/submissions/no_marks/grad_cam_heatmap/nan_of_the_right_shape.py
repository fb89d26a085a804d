# Takes the logarithm of negative numbers: NaN everywhere.
def grad_cam_heatmap(activations, pooled_gradients):
    return torch.log(-torch.ones_like(activations[0, 0]))
