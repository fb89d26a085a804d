# Wrong: squares the evidence.
# True of it: squared
def grad_cam_heatmap(activations, pooled_gradients):
    cam=torch.einsum('chw,c->hw',activations[0],pooled_gradients)
    cam=cam.relu()**2; return cam/cam.max() if cam.max()>0 else cam
