# Wrong: forgets the batch axis, the tensor is (3, H, W).
# True of it: no_batch_axis
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    obs = obs / 255
    obs = (obs - mean) / std
    obs = np.transpose(obs, (2, 0, 1))
    return torch.tensor(obs, dtype=torch.float32, device="cuda:0" if cuda else "cpu")
