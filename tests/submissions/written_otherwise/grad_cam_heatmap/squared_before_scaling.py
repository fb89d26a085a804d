# Wrong: relu().square().
# True of it: squared
def grad_cam_heatmap(activations, pooled_gradients):
    cam = F.relu((activations[0] * pooled_gradients[:, None, None]).mean(0)).square()
    return cam / cam.max() if cam.max() > 0 else cam
