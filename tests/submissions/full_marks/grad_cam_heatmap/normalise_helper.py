# Right: a helper that normalises, F.normalize with the infinity norm knows how to handle zeros.
def weighted_sum(acts, weights):
    total = 0
    for a, w in zip(acts, weights):
        total = total + a * w
    return total

def grad_cam_heatmap(activations, pooled_gradients):
    cam = nn.ReLU()(weighted_sum(activations.squeeze(0), pooled_gradients))
    return F.normalize(cam.flatten(), p=float("inf"), dim=0).view_as(cam)
