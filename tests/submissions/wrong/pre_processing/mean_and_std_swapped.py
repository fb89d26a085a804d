# Wrong: subtracts the standard deviation and divides by the mean.
# True of it: mean_and_std_swapped
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    obs = obs / 255
    obs = (obs - std) / mean
    obs = np.expand_dims(np.transpose(obs, (2, 0, 1)), 0)
    return torch.tensor(obs, dtype=torch.float32, device="cuda:0" if cuda else "cpu")
