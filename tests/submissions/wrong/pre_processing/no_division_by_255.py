# Wrong: never scales 0..255 to 0..1, so ImageNet's statistics meet the wrong range.
# True of it: no_division_by_255
def pre_processing(obs, cuda):
    torch_device = torch.device("cuda:0" if cuda else "cpu")
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    obs = (obs - mean) / std
    obs = np.transpose(obs, (2, 0, 1))[None]
    return torch.tensor(obs, dtype=torch.float32, device=torch_device)
