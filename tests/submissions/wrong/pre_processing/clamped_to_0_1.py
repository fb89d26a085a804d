# Wrong: clips the normalised values to 0..1, as if they were still a picture.
# True of it: clipped_to_0_1
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    obs = obs / 255
    obs = np.clip((obs - mean) / std, 0, 1)
    obs = np.expand_dims(obs.transpose(2, 0, 1), 0)
    return torch.tensor(obs, dtype=torch.float32, device="cuda:0" if cuda else "cpu")
