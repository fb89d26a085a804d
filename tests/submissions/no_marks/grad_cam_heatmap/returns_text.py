# Returns a sentence.
def grad_cam_heatmap(activations, pooled_gradients):
    return f"heatmap of {activations.shape}"
