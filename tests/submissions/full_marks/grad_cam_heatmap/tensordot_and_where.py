# Right: tensordot, torch.where for the ReLU, a divisor that is never below 1e-12.
def grad_cam_heatmap(activations, pooled_gradients):
    cam = torch.tensordot(pooled_gradients, activations[0], dims=([0], [0]))
    cam = torch.where(cam > 0, cam, torch.zeros_like(cam))
    return cam / cam.max().clamp(min=1e-12)
