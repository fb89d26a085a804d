"""What an average over random baselines is made of: fresh noise, and the trials from any baselines."""

import numpy as np

from reference_solutions.integrated_gradients import integrated_gradients


def uniform(inputs: np.ndarray) -> np.ndarray:
    """A fresh baseline, as the reference draws it."""
    return 255.0 * np.random.random(inputs.shape)


def trials(baselines, inputs, model, target, steps, cuda) -> np.ndarray:
    """The attributions from all the baselines, (trials, H, W, 3)."""
    return np.stack([integrated_gradients(inputs, model, target, baseline, steps, cuda) for baseline in baselines])
