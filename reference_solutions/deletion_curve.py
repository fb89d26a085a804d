"""p_c after the strongest share of a map's pixels has been replaced, for a row of shares.

Petsiuk, Das & Saenko, "RISE: randomized input sampling for explanation of black-box models", 2018, section 4.3.
"""

from collections.abc import Callable, Sequence

import numpy as np
from torch import nn

from reference_solutions.occlusion import probabilities


def deletion_curve(
    image: np.ndarray,
    map: np.ndarray,
    model: nn.Module,
    target: int,
    shares: Sequence[float],
    fill: Callable[[np.ndarray], np.ndarray],
) -> np.ndarray:
    """(len(shares),) probabilities of the target; the first of equal pixels goes first.

    Args:
        image: RGB (H, W, 3) in 0..255, which stays as it is.
        map: (H, W), the strongest pixels are its highest.
        model: gives logits (N, K) for normalised batches.
        target: class index.
        shares: of the pixels, each in 0..1; the number of pixels is rounded.
        fill: (H, W, 3) -> (H, W, 3): what stands in the places of deleted pixels.
    """
    order = np.argsort(-np.asarray(map, np.float64).ravel(), kind="stable")
    whole, other = (np.array(one, np.float32) for one in (image, fill(np.array(image))))
    curve = []
    for share in shares:
        gone = order[: round(float(share) * len(order))]
        left = whole.reshape(-1, 3).copy()
        left[gone] = other.reshape(-1, 3)[gone]
        curve.append(probabilities(left.reshape(whole.shape)[None], model, target)[0])
    return np.array(curve)
