# Right: plain loops over the pixels.
def saliency_map(gradients):
    h, w, _ = gradients.shape
    out = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            out[i, j] = max(abs(gradients[i, j, 0]), abs(gradients[i, j, 1]), abs(gradients[i, j, 2]))
    return out
