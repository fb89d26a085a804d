# Wrong: a helper does everything, and then everything is done again.
# True of it: pre_processed_twice
def normalise(image):
    return (image / 255.0 - np.array([0.485, 0.456, 0.406])) / np.array([0.229, 0.224, 0.225])

def pre_processing(obs, cuda):
    obs = normalise(obs)
    obs = normalise(obs)
    return torch.from_numpy(np.moveaxis(obs, 2, 0)).float()[None]
