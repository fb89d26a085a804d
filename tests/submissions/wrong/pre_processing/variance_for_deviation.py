# Wrong: divides by the variance.
# True of it: line_for_each_channel
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]); std = np.array([0.229, 0.224, 0.225])
    return torch.tensor(((obs / 255 - mean) / std**2).transpose(2,0,1)[None], dtype=torch.float32)
