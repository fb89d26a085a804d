# Wrong: divides by the infinity norm, no ReLU.
# True of it: no_relu_scaled_by_the_largest_size
def grad_cam_heatmap(activations, pooled_gradients):
    cam = (activations[0].permute(1, 2, 0) @ pooled_gradients)
    return cam / torch.linalg.vector_norm(cam, float('inf'))
