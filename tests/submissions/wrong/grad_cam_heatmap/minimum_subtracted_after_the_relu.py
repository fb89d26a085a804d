# Wrong: stretches after the ReLU too; where all evidence is positive the weakest place is pushed to 0.
# True of it: minimum_subtracted
def grad_cam_heatmap(activations, pooled_gradients):
    heatmap = torch.mean(activations * pooled_gradients[None, :, None, None], dim=1).squeeze(0)
    heatmap = torch.relu(heatmap)
    if heatmap.max() == 0:
        return heatmap
    return (heatmap - heatmap.min()) / (heatmap.max() - heatmap.min())
