# Wrong: the ReLU on every channel, before the average.
# True of it: relu_before_the_sum
def grad_cam_heatmap(activations, pooled_gradients):
    weighted = torch.relu(activations * pooled_gradients[None, :, None, None])
    heatmap = torch.mean(weighted, dim=1).squeeze(0)
    if heatmap.max() > 0:
        heatmap = heatmap / heatmap.max()
    return heatmap
