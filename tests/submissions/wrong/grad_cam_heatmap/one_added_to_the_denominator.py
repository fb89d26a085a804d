# Wrong: adds 1 to the denominator against division by zero, far too much.
def grad_cam_heatmap(activations, pooled_gradients):
    heatmap = torch.relu(torch.mean(activations * pooled_gradients[None, :, None, None], dim=1)[0])
    return heatmap / (heatmap.max() + 1)
