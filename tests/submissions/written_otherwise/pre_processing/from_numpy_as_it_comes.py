# Wrong: the axes stay (H, W, 3).
# True of it: axes_of_the_image, channels_last
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    return torch.from_numpy(((obs / 255 - mean) / std).astype(np.float32))
