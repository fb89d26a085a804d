# Right, and noisy: numpy in float64 in between, prints, a warning and a line on stderr.
import sys
import warnings

def grad_cam_heatmap(activations, pooled_gradients):
    A = activations.detach().cpu().numpy()[0].astype(np.float64)
    alpha = pooled_gradients.detach().cpu().numpy()
    L = np.zeros(A.shape[1:])
    for k, a in enumerate(alpha):
        L += a * A[k]
    L = np.maximum(L, 0)
    print("max of L:", L.max())
    if L.max() == 0:
        warnings.warn("nothing is positive")
        sys.stderr.write("empty map\n")
    else:
        L = L / L.max()
    return torch.from_numpy(L).float()
