"""What must hold of an answer whatever the reference says: asked of the network itself, by forward passes alone."""

import numpy as np
import torch

from autograder.judging.answers import Answer
from autograder.rubric.quadrature import normalised
from lab import cases

STEP = 1e-4  # of a finite difference, in normalised units: its error is of the order of the square


def probability(answer: Answer, batch: np.ndarray, target: int) -> np.ndarray:
    """Softmax probability (N,) of a class for normalised images (N, H, W, 3), in float64."""
    network = cases.network(answer.recipe["network"])
    with torch.no_grad():
        logits = network(torch.tensor(batch.transpose(0, 3, 1, 2), dtype=torch.float64))
    return torch.softmax(logits, 1)[:, target].numpy()


def slope(answer: Answer, image: np.ndarray, direction: np.ndarray, target: int) -> float:
    """The probability's derivative at a normalised image (H, W, 3) along a direction, by a central finite difference."""
    there, back = probability(answer, np.stack([image + STEP * direction, image - STEP * direction]), target)
    return float(there - back) / (2 * STEP)


def change_of_score(answer: Answer) -> float:
    """F(image) - F(baseline), for the class that was asked for, or else the one predicted for the image.

    What integrated gradients must add up to: completeness, Sundararajan et al. 2017, proposition 1.
    """
    recipe = answer.recipe
    image = cases.image(recipe["image"])
    baseline = np.zeros_like(image) if recipe["baseline"] is None else cases.image(recipe["baseline"])
    batch = np.stack([normalised(image), normalised(baseline)])
    target = recipe["target"]
    if target is None:
        network = cases.network(recipe["network"])
        with torch.no_grad():
            target = int(network(torch.tensor(batch[:1].transpose(0, 3, 1, 2)))[0].argmax())
    of_image, of_baseline = probability(answer, batch, target)
    return float(of_image - of_baseline)
