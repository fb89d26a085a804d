# Wrong: the rows run from bottom to top.
# True of it: mirrored
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]); std = np.array([0.229, 0.224, 0.225])
    return torch.tensor(((obs / 255 - mean) / std)[::-1].copy().transpose(2,0,1)[None], dtype=torch.float32)
