# Wrong: nn.LeakyReLU.
# True of it: leaky_relu
def grad_cam_heatmap(activations, pooled_gradients):
    cam = nn.LeakyReLU()((activations[0] * pooled_gradients.view(-1, 1, 1)).sum(0))
    top = cam.max()
    return cam / top if top > 0 else torch.zeros_like(cam)
