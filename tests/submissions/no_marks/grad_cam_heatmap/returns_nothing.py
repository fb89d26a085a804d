# Shows the heatmap and returns nothing.
def grad_cam_heatmap(activations, pooled_gradients):
    heatmap = torch.relu(torch.einsum("chw,c->hw", activations[0], pooled_gradients))
    plt.matshow(heatmap.numpy())
