# Wrong: draws the map.
# True of it: nothing_returned
def grad_cam_heatmap(activations, pooled_gradients):
    cam = torch.einsum('c,chw->hw', pooled_gradients, activations[0]).relu()
    plt.matshow(cam / cam.max())
    plt.close()
