# Wrong: normalised by the cell, then once more by torchvision.
# True of it: normalised_twice
import torchvision.transforms as T
def pre_processing(obs, cuda):
    mean = np.array([0.485, 0.456, 0.406]); std = np.array([0.229, 0.224, 0.225])
    obs = (obs / 255 - mean) / std
    x = torch.tensor(obs.transpose(2, 0, 1)[None], dtype=torch.float32)
    return T.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])(x)
