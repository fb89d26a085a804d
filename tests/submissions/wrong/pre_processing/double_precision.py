# Wrong: leaves NumPy's float64, which VGG19's float32 weights refuse.
# True of it: double_precision
def pre_processing(obs, cuda):
    torch_device = torch.device("cuda:0" if cuda else "cpu")
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    obs = obs / 255
    obs = (obs - mean) / std
    obs = np.transpose(obs, (2, 0, 1))
    obs = np.expand_dims(obs, 0)
    return torch.tensor(obs, device=torch_device)
