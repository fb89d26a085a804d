"""The mean of integrated gradients from uniform random baselines.

Sturmfels, Lundberg & Lee, "Visualizing the impact of feature attribution baselines", 2020.
"""

import numpy as np
import torch
from torch import nn

from reference_solutions.integrated_gradients import integrated_gradients


def random_baseline_integrated_gradients(
    inputs: np.ndarray,
    model: nn.Module,
    target_label_idx: int | None,
    steps: int,
    num_random_trials: int,
    cuda: bool = False,
    *,
    rng: np.random.Generator | None = None,
    dtype: torch.dtype = torch.float32,
    batch_size: int | None = None,
) -> np.ndarray:
    """The mean (H, W, 3) of integrated gradients from fresh uniform random baselines in 0..255."""
    rng = rng or np.random.default_rng()
    baselines = (rng.uniform(0, 255, inputs.shape) for _ in range(num_random_trials))
    how = {"dtype": dtype, "batch_size": batch_size}
    trials = [integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda, **how) for baseline in baselines]
    return np.mean(trials, axis=0)
