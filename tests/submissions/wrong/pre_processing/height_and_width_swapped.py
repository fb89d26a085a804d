# Wrong: the transpose (2, 1, 0) puts the width before the height.
# True of it: height_and_width_swapped
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    obs = obs / 255
    obs = (obs - mean) / std
    obs = np.transpose(obs, (2, 1, 0))
    obs = np.expand_dims(obs, 0)
    return torch.tensor(obs, dtype=torch.float32, device="cuda:0" if cuda else "cpu")
