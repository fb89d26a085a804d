# Wrong: 1 everywhere where nothing is positive.
# True of it: ones_where_nothing_is_positive
def grad_cam_heatmap(activations, pooled_gradients):
    cam = F.relu(torch.einsum('c,chw->hw', pooled_gradients, activations[0]))
    if cam.max() == 0:
        return torch.full(cam.shape, 1.0)
    return cam / cam.max()
