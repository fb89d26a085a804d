# Wrong: turns RGB into BGR although the image is RGB already.
# True of it: blue_first
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    obs = cv2.cvtColor(obs, cv2.COLOR_BGR2RGB)
    obs = obs / 255
    obs = (obs - mean) / std
    obs = np.transpose(obs, (2, 0, 1))
    obs = np.expand_dims(obs, 0)
    return torch.tensor(obs, dtype=torch.float32, device="cuda:0" if cuda else "cpu")
