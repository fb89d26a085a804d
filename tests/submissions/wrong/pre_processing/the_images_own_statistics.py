# Wrong: normalises with the image's own mean and deviation instead of ImageNet's.
# True of it: own_statistics_by_channel
def pre_processing(obs, cuda):
    obs = obs / 255
    mean = obs.mean(axis=(0, 1), keepdims=True)
    std = obs.std(axis=(0, 1), keepdims=True)
    obs = (obs - mean) / std
    obs = torch.tensor(obs.transpose(2, 0, 1), dtype=torch.float32).unsqueeze(0)
    return obs.to("cuda:0" if cuda else "cpu")
