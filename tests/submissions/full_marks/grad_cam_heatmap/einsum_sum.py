# Right: einsum sums where the text averages; the scaling takes the difference away.
def grad_cam_heatmap(activations, pooled_gradients):
    cam = torch.einsum("nchw,c->hw", activations, pooled_gradients).relu()
    return cam / cam.max() if cam.max() > 0 else torch.zeros_like(cam)
