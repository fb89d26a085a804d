# Right: np.partition's last.
def saliency_map(gradients: np.ndarray) -> np.ndarray:
    g = np.absolute(gradients, dtype=np.float64)
    return np.partition(g, -1, axis=-1)[..., -1]
