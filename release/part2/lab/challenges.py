"""Optional challenges in two levels: no points, but a check of their own, on examples that can be done on paper.

Level 1: `hirescam` (Draelos & Carin 2020), `smoothgrad` (Smilkov et al. 2017).
Level 2: `expected_gradients` (Erion et al. 2021).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import torch

from lab.toys import RedPixel

CHANCE = 0.03  # how far an average over many draws may lie from what it tends to
HALF_RED = 123.675  # the red whose normalised value is 0: there the probability of RedPixel is 1/2
Cause = Iterator[str]


def challenge(name: str, notebook: Mapping[str, Any]) -> None:
    """Says in one line whether the notebook's function of this name does what its challenge asks."""
    function = notebook.get(name)
    if not callable(function):
        print(f"{name}: not written yet. It is optional.")
        return
    try:
        troubles = list(CHECKS[name](function))
    except Exception as error:
        troubles = [f"{type(error).__name__}: {' '.join(str(error).split())}"]
    print(f"{name}: ✗ {troubles[0]}" if troubles else f"{name}: ✓ right on its examples")


def number(value: Any) -> np.ndarray:
    return np.asarray(value.detach().cpu() if hasattr(value, "detach") else value, dtype=float)


def hirescam_troubles(hirescam: Callable) -> Cause:
    """What is wrong with a map of activations (1, C, h, w) and gradients (1, C, h, w), on two channels of 2 × 2."""
    activations = torch.tensor([[[[1.0, 0.0], [2.0, 4.0]], [[0.0, 3.0], [2.0, 0.0]]]])
    gradients = torch.tensor([[[[1.0, 5.0], [2.0, 1.0]], [[7.0, 1.0], [-1.0, 2.0]]]])
    kept = activations.clone()
    found = number(hirescam(activations, gradients))
    if found.shape != (2, 2):
        yield f"a map (h, w) is needed; for two channels of 2 × 2 yours has the shape {found.shape}"
    elif not np.allclose(found, [[0.25, 0.75], [0.5, 1]], atol=1e-5):
        yield f"expected 0.25, 0.75, 0.5, 1 on the example, got {np.round(found, 3).ravel().tolist()}"
    elif not torch.equal(activations, kept):
        yield "the activations were changed"
    elif not np.array_equal(number(hirescam(activations, -gradients.abs())), np.zeros((2, 2))):
        yield "where nothing speaks for the class, all zeros are needed"


def slope(reds: np.ndarray) -> np.ndarray:
    """The derivative of the probability of RedPixel's class 1 at normalised reds."""
    likely = 1 / (1 + np.exp(-2 * reds))
    return 2 * likely * (1 - likely)


def smoothgrad_troubles(smoothgrad: Callable) -> Cause:
    """What is wrong with an average of gradients of noisy copies, on one pixel whose gradient is known."""
    image = np.full((1, 1, 3), HALF_RED, np.float32)
    still = number(smoothgrad(image, RedPixel(), 1, 0, 3))
    if still.shape != image.shape:
        yield f"an array (H, W, 3) is needed; yours has the shape {still.shape} for an image of one pixel"
    elif not np.allclose(still.ravel(), [0.5, 0, 0], atol=1e-3):
        yield f"without noise it is the plain gradient, 0.5, 0, 0 here; got {np.round(still, 3).ravel().tolist()}"
    else:
        network = RedPixel()
        found = number(smoothgrad(image, network, 0, 60, 400)).ravel()[0]
        expected = -slope(np.random.default_rng(0).normal(0, 60 / 255 / 0.229, 100_000)).mean()
        if len(set(network.seen)) < 300:
            yield f"400 different noisy copies are needed; the network was shown {len(set(network.seen))} different ones"
        elif abs(found - expected) > CHANCE:
            yield f"the average for class 0 should be near {expected:.2f}, with its sign; got {found:.2f}"


def expected_gradients_troubles(expected_gradients: Callable) -> Cause:
    """What is wrong with expected gradients, on one pixel and two references whose promised sum is known."""
    image = np.full((1, 1, 3), HALF_RED, np.float32)
    references = [np.zeros_like(image), np.full_like(image, 60)]
    network = RedPixel()
    found = number(expected_gradients(image, references, network, 1, 1500))
    starts = (np.array([0, 60]) / 255 - 0.485) / 0.229
    promised = 0.5 - (1 / (1 + np.exp(-2 * starts))).mean()
    if found.shape != image.shape:
        yield f"an array (H, W, 3) is needed; yours has the shape {found.shape} for an image of one pixel"
    elif len(set(network.seen)) < 1000:
        yield "each sample draws a reference and a new place α on the path; too few different points were visited"
    elif abs(found.sum() - promised) > CHANCE:
        yield f"the sum should be near F(image) − the mean of F(reference) = {promised:.2f}; got {found.sum():.2f}"


CHECKS: dict[str, Callable[[Callable], Cause]] = {
    "hirescam": hirescam_troubles,
    "smoothgrad": smoothgrad_troubles,
    "expected_gradients": expected_gradients_troubles,
}
