# Wrong: the weights get one axis more, and need two.
# True of it: weights_along_another_axis
def grad_cam_heatmap(activations, pooled_gradients):
    weighted = activations[0] * pooled_gradients[:, None]
    cam = torch.relu(weighted.mean(0))
    return cam / (cam.max() + 1e-8)
