# Wrong: divides by 256, the number of levels, and not by 255, the highest one.
# True of it: straight_line, line_for_each_channel
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]); std = np.array([0.229, 0.224, 0.225])
    return torch.tensor(((obs / 256 - mean) / std).transpose(2,0,1)[None], dtype=torch.float32)
