"""d_i = p_c(scene i with the cue) - p_c(scene i): what a cue does, on each scene against itself.

A paired design: what scenes differ by otherwise falls out of the difference (Student, "The probable error of a mean", 1908).
"""

from collections.abc import Callable, Sequence

import numpy as np
from torch import nn

from reference_solutions.occlusion import probabilities


def cue_effect(model: nn.Module, scenes: Sequence, cue: Callable[[np.ndarray], np.ndarray], target: int) -> np.ndarray:
    """(n,) differences of the target's probability, one for each scene that shows no object of the target class, in order.

    Args:
        model: gives logits (N, K) for normalised batches.
        scenes: each (image (H, W, 3) in 0..255, labels, masks), all of one size; they stay as they are.
        cue: (H, W, 3) -> (H, W, 3), called once for each of these scenes.
        target: class index.
    """
    chosen = [np.array(image, np.float32) for image, labels, _ in scenes if target not in labels]
    if not chosen:
        return np.zeros(0)
    with_cue = np.stack([cue(image.copy()) for image in chosen])
    return probabilities(with_cue, model, target) - probabilities(np.stack(chosen), model, target)
