# Right: the square root of the largest square.
saliency_map = lambda g: np.sqrt(np.square(g.astype(np.float64)).max(2))
