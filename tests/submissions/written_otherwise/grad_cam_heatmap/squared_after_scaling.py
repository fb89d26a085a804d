# Wrong: squares the scaled map.
# True of it: squared
def grad_cam_heatmap(activations, pooled_gradients):
    cam = F.relu((activations[0] * pooled_gradients[:, None, None]).sum(0))
    cam = cam / cam.max() if cam.max() > 0 else cam
    return cam * cam
