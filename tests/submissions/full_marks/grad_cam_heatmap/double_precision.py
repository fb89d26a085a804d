# Right: computed and returned in float64.
def grad_cam_heatmap(activations, pooled_gradients):
    cam = F.relu((activations.double() * pooled_gradients.double().view(1, -1, 1, 1)).mean(1)[0])
    return torch.zeros_like(cam) if cam.max() <= 0 else cam / cam.max()
