# Wrong: the whole chain is run twice.
# True of it: pre_processed_twice
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    for _ in range(2):
        obs = (obs / 255 - mean) / std
    return torch.tensor(obs.transpose(2, 0, 1)[None], dtype=torch.float32)
