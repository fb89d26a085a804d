# Wrong: a ReLU on each channel.
# True of it: relu_before_the_sum
def grad_cam_heatmap(activations, pooled_gradients):
    cam = torch.zeros(activations.shape[2:])
    for i, weight in enumerate(pooled_gradients):
        cam += F.relu(weight * activations[0, i])
    return cam / cam.max() if cam.max() > 0 else cam
