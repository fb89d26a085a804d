import numpy as np
import torch

# %%
def pre_processing(obs, cuda):
    """An image (H, W, 3), RGB in 0..255, as the tensor that VGG19 expects."""
    torch_device = torch.device("cuda:0" if cuda else "cpu")

    # normalise: ImageNet's mean and standard deviation are meant for pixels between 0 and 1
    mean = np.array([0.485, 0.456, 0.406]).reshape([1, 1, 3])
    std = np.array([0.229, 0.224, 0.225]).reshape([1, 1, 3])
    obs = obs / 255
    obs = (obs - mean) / std

    ### BEGIN SOLUTION
    obs = np.transpose(obs, (2, 0, 1))  # (3, H, W)
    obs = np.expand_dims(obs, 0)  # (1, 3, H, W)
    return torch.tensor(obs, dtype=torch.float32, device=torch_device)
    ### END SOLUTION
