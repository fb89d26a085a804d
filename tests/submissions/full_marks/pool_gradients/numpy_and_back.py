# Right, and noisy: the mean in numpy, in float64, back to a tensor; prints, a warning and a line on stderr.
import sys
import warnings

def pool_gradients(gradients):
    g = gradients.detach().cpu().numpy().astype(np.float64)
    print("pooling", g.shape)
    warnings.warn("going through numpy")
    pooled = np.mean(g, axis=(0, 2, 3))
    print(pooled[:3], file=sys.stderr)
    return torch.from_numpy(pooled).float()
