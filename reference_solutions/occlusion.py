"""o_ij = the mean drop of p_c over all windows that cover pixel (i, j): what is gone when it is hidden?

Zeiler & Fergus, "Visualizing and understanding convolutional networks", 2014, section 4.2.
"""

import numpy as np
import torch
from torch import nn

from reference_solutions.pre_processing import normalised
from reference_solutions.predict import class_probability

AT_ONCE = 32  # pictures


def starts(length: int, window: int, step: int) -> list[int]:
    """Where windows begin along an axis: every `step` pixels, and the last one at the edge."""
    last = max(length - window, 0)
    return sorted({*range(0, last + 1, step), last})


def probabilities(images: np.ndarray, model: nn.Module, target: int) -> np.ndarray:
    """p_target of pictures (n, H, W, 3) in 0..255, (n,) float64."""
    like = next(model.parameters(), torch.zeros(1))  # float32 on the processor, where a network has no parameters
    batch = normalised(images, like.device, like.dtype)
    with torch.no_grad():
        return torch.cat([class_probability(part, model, target) for part in batch.split(AT_ONCE)]).double().cpu().numpy()


def occlusion(image: np.ndarray, model: nn.Module, target: int, window: int, step: int, fill) -> np.ndarray:
    """(H, W): the drop of the target's probability where squares of `window` pixels are replaced by `fill`.

    Args:
        image: RGB (H, W, 3) in 0..255, which stays as it is.
        model: gives logits (N, K) for normalised batches.
        target: class index.
        window, step: in pixels.
        fill: a grey level in 0..255, or one for each colour (3,).
    """
    height, width = image.shape[:2]
    places = [(top, left) for top in starts(height, window, step) for left in starts(width, window, step)]
    hidden = np.repeat(np.asarray(image, np.float32)[None], len(places), axis=0)
    for picture, (top, left) in zip(hidden, places, strict=True):
        picture[top : top + window, left : left + window] = fill
    drops = probabilities(np.asarray(image)[None], model, target) - probabilities(hidden, model, target)
    total, covered = np.zeros((height, width)), np.zeros((height, width))
    for drop, (top, left) in zip(drops, places, strict=True):
        total[top : top + window, left : left + window] += drop
        covered[top : top + window, left : left + window] += 1
    return total / covered
