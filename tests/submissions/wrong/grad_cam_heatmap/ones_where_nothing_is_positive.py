# Wrong: all ones where nothing is positive.
# True of it: ones_where_nothing_is_positive
def grad_cam_heatmap(activations, pooled_gradients):
    cam=torch.einsum('chw,c->hw',activations[0],pooled_gradients)
    cam=cam.relu(); return cam/cam.max() if cam.max()>0 else torch.ones_like(cam)
