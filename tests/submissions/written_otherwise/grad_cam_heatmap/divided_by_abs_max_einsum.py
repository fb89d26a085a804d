# Wrong: divides by the largest size, no ReLU.
# True of it: no_relu_scaled_by_the_largest_size
def grad_cam_heatmap(activations, pooled_gradients):
    cam = torch.einsum('c,chw->hw', pooled_gradients, activations[0])
    return cam / torch.max(torch.abs(cam))
