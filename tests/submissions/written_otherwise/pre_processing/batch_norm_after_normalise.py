# Wrong: torchvision normalises, then the given lines do it again.
# True of it: pre_processed_twice
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    from torchvision import transforms as T
    x = T.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])(torch.tensor(obs).permute(2, 0, 1).float().div(255))
    x = x.permute(1, 2, 0).numpy() / 255
    x = (x - mean) / std
    return torch.tensor(x).permute(2, 0, 1)[None].float().contiguous()
