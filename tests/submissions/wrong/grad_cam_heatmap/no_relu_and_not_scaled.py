# Wrong: the weighted mean as it is.
# True of it: no_relu_and_not_scaled
def grad_cam_heatmap(activations, pooled_gradients):
    return (activations[0] * pooled_gradients[:, None, None]).mean(0)
