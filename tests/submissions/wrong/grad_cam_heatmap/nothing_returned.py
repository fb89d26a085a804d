# Wrong: no return.
# True of it: nothing_returned
def grad_cam_heatmap(activations, pooled_gradients):
    heatmap = F.relu((activations[0] * pooled_gradients[:, None, None]).mean(0))
    heatmap /= heatmap.max()
