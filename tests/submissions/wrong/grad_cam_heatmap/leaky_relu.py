# Wrong: a leaky ReLU lets evidence against the class through.
# True of it: leaky_relu
def grad_cam_heatmap(activations, pooled_gradients):
    cam=torch.einsum('chw,c->hw',activations[0],pooled_gradients)
    cam=F.leaky_relu(cam); return cam/cam.max() if cam.max()>0 else cam*0
