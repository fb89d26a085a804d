# The shapes do not fit together: an error on most maps.
def grad_cam_heatmap(activations, pooled_gradients):
    return torch.relu((activations[0].permute(1, 2, 0).reshape(-1) * pooled_gradients[:-1]).mean(0))
