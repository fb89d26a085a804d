# Wrong: a loop over the channels and a mean.
# True of it: no_relu_and_not_scaled
def grad_cam_heatmap(activations, pooled_gradients):
    maps = [w * a for w, a in zip(pooled_gradients, activations[0])]
    return torch.stack(maps).mean(dim=0)
