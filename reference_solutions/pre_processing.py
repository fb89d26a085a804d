"""x = (image / 255 - mean) / std, per channel, axes (H, W, 3) -> (N, 3, H, W).

Mean and standard deviation are those of ImageNet's training images, as torchvision's VGG19 weights expect them.
"""

import numpy as np
import torch

MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)


def device_of(cuda: bool) -> torch.device:
    """The device that the tutorial's flag means."""
    return torch.device("cuda:0" if cuda else "cpu")


def normalised(images: np.ndarray, device: torch.device, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    """Images (N, H, W, 3) in 0..255 as the network sees them, (N, 3, H, W)."""
    pixels = torch.as_tensor(np.asarray(images), dtype=torch.float64, device=device)  # (N, H, W, 3)
    mean, std = (torch.tensor(values, dtype=torch.float64, device=device) for values in (MEAN, STD))
    return ((pixels / 255 - mean) / std).to(dtype).permute(0, 3, 1, 2)  # channels last in memory: the quicker layout


def pre_processing(obs: np.ndarray, cuda: bool = False, *, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    """An image (H, W, 3) in 0..255 as a leaf tensor (1, 3, H, W), normalised; `obs` is not changed."""
    return normalised(np.asarray(obs)[None], device_of(cuda), dtype).contiguous()
