# Wrong: prints the tensor and returns nothing.
# True of it: nothing_returned
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    obs = (obs / 255 - mean) / std
    obs = torch.tensor(obs.transpose(2, 0, 1)[None], dtype=torch.float32)
    print(obs.shape)
