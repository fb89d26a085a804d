# Wrong: min-max, then ReLU.
# True of it: minimum_moved_to_zero
def grad_cam_heatmap(activations, pooled_gradients):
    cam = (activations[0] * pooled_gradients[:, None, None]).mean(0)
    cam = (cam - cam.min()) / (cam.max() - cam.min())
    return F.relu(cam)
