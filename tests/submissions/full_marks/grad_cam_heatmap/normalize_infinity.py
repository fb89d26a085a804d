# Right: F.normalize with the infinity norm and a tiny eps.
def grad_cam_heatmap(activations, pooled_gradients):
    cam = F.relu(torch.einsum("nchw,c->hw", activations, pooled_gradients))
    return F.normalize(cam.flatten(), p=float("inf"), dim=0, eps=1e-12).view_as(cam)
