# Wrong: torchvision normalises what the given lines have normalised.
# True of it: normalised_twice
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    from torchvision import transforms as T
    x = torch.tensor(((obs / 255 - mean) / std).transpose(2, 0, 1), dtype=torch.float32)
    return T.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])(x)[None]
