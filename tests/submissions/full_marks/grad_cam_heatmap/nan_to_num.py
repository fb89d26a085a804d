# Right: divides always and turns NaN into 0 afterwards.
def grad_cam_heatmap(activations, pooled_gradients):
    c, h, w = activations.shape[1:]
    cam = (pooled_gradients @ activations[0].reshape(c, h * w)).reshape(h, w)
    cam = cam * (cam > 0)
    return torch.nan_to_num(cam / cam.max(), nan=0.0)
