# Wrong: a ReLU on the weights.
# True of it: relu_before_the_sum
def grad_cam_heatmap(activations, pooled_gradients):
    cam = torch.tensordot(F.relu(pooled_gradients), activations[0], dims=1)
    return cam / cam.max() if cam.max() > 0 else cam
