# Wrong: scaled by the image's own minimum and maximum instead of 255.
# True of it: stretched_to_the_images_range
def pre_processing(obs, cuda):
    obs = (obs - obs.min()) / (obs.max() - obs.min())
    mean = np.array([0.485, 0.456, 0.406]); std = np.array([0.229, 0.224, 0.225])
    return torch.tensor(((obs - mean) / std).transpose(2, 0, 1)[None], dtype=torch.float32)
