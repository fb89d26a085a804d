# Wrong: adds 1 to the denominator against division by zero, far too much.
# True of it: one_added_to_the_divisor
def grad_cam_heatmap(activations, pooled_gradients):
    heatmap = torch.relu(torch.mean(activations * pooled_gradients[None, :, None, None], dim=1)[0])
    return heatmap / (heatmap.max() + 1)
