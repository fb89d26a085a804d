# Right: an nn.Parameter is a tensor, a leaf, and asks for its gradient.
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    obs = (obs / 255 - mean) / std
    x = torch.from_numpy(obs.transpose(2, 0, 1)[None].astype(np.float32).copy())
    return nn.Parameter(x)
