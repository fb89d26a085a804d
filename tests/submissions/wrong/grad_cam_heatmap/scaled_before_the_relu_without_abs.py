# Wrong: divides by the signed maximum before the ReLU; where all evidence is negative the signs turn and the map is full.
# True of it: scaled_before_the_relu
def grad_cam_heatmap(activations, pooled_gradients):
    heatmap = torch.mean(activations * pooled_gradients[None, :, None, None], dim=1).squeeze(0)
    heatmap = heatmap / heatmap.max()
    return torch.relu(heatmap)
