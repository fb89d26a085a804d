# Wrong: the running sum starts with ones instead of zeros.
# True of it: sum_starts_at_one
def grad_cam_heatmap(activations, pooled_gradients):
    cam = torch.ones(activations.shape[2:])
    for i, w in enumerate(pooled_gradients):
        cam += w * activations[0, i]
    cam = torch.relu(cam)
    return cam / cam.max() if cam.max() > 0 else cam
