# Wrong: reshape re-cuts memory where the axes have to be reordered; the picture is scrambled.
# True of it: reshape_instead_of_transpose
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    obs = obs / 255
    obs = (obs - mean) / std
    h, w, c = obs.shape
    obs = obs.reshape(1, c, h, w)
    return torch.tensor(obs, dtype=torch.float32, device="cuda:0" if cuda else "cpu")
