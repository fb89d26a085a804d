# Right: a tiny number in the denominator keeps 0/0 away.
def grad_cam_heatmap(activations, pooled_gradients):
    cam = F.relu(torch.tensordot(pooled_gradients, activations[0], dims=1))
    return cam / (cam.max() + 1e-10)
