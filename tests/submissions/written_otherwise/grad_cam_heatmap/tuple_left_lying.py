# Wrong: the last line is an expression.
# True of it: nothing_returned
def grad_cam_heatmap(activations, pooled_gradients):
    cam = (activations * pooled_gradients.view(1, -1, 1, 1)).sum(1)[0].clamp(min=0)
    cam / cam.max() if cam.max() > 0 else cam
