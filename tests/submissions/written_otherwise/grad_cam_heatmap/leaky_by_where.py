# Wrong: 0.01 of what is negative.
# True of it: leaky_relu
def grad_cam_heatmap(activations, pooled_gradients):
    cam = torch.einsum('c,chw->hw', pooled_gradients, activations[0])
    cam = torch.where(cam > 0, cam, 0.01 * cam)
    return cam / cam.max() if cam.max() > 0 else torch.zeros_like(cam)
