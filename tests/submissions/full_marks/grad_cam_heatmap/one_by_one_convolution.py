# Right: a 1x1 convolution whose weights are the pooled gradients.
def grad_cam_heatmap(activations, pooled_gradients):
    kernel = pooled_gradients.reshape(1, -1, 1, 1)
    cam = F.conv2d(activations, kernel)[0, 0]
    cam = torch.where(cam > 0, cam, torch.zeros_like(cam))
    biggest = cam.max().item()
    return cam if biggest == 0.0 else cam / biggest
