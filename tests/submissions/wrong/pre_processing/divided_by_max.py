# Wrong: divided by the image's own maximum instead of 255.
# True of it: divided_by_the_images_maximum
def pre_processing(obs, cuda):
    obs = obs / obs.max()
    mean = np.array([0.485, 0.456, 0.406]); std = np.array([0.229, 0.224, 0.225])
    return torch.tensor(((obs - mean) / std).transpose(2, 0, 1)[None], dtype=torch.float32)
