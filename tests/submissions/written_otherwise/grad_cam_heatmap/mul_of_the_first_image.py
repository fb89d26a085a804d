# Wrong: activations[0].mul(weights).
# True of it: weights_along_another_axis
def grad_cam_heatmap(activations, pooled_gradients):
    cam = activations[0].mul(pooled_gradients).sum(0)
    return torch.clamp(cam, min=0) / cam.max()
