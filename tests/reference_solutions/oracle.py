"""Every task a second time: slower, in float64, with explicit loops, as near to the papers' formulas as code gets.

Nothing here imports the references, nothing here uses autograd: gradients are central differences. So the networks must
compute in float64 (those of `lab.probes` do; `.double()` makes the others).
"""

import math

import numpy as np
import torch
from torch import nn

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # ImageNet, RGB
STEP = 1e-5  # of the central differences


def pre_processing(obs: np.ndarray) -> np.ndarray:
    """(1, 3, H, W), value by value."""
    height, width, _ = obs.shape
    batch = np.empty((1, 3, height, width))
    for i in range(height):
        for j in range(width):
            for c in range(3):
                batch[0, c, i, j] = (float(obs[i, j, c]) / 255 - MEAN[c]) / STD[c]
    return batch


def probability(batch: np.ndarray, model: nn.Module, target: int) -> list[float]:
    """exp(z_c) / sum_k exp(z_k) of each image."""
    with torch.no_grad():
        logits = model(torch.tensor(batch, dtype=torch.float64)).tolist()  # (N, K)
    return [math.exp(row[target]) / sum(math.exp(z) for z in row) for row in logits]


def winner(image: np.ndarray, model: nn.Module) -> int:
    """The class of the highest logit of an image (H, W, 3)."""
    with torch.no_grad():
        logits = model(torch.tensor(pre_processing(image))).tolist()[0]
    return max(range(len(logits)), key=logits.__getitem__)


def slopes(function, at: np.ndarray) -> np.ndarray:
    """d function / d at by central differences; `function` takes a stack of points and gives a number for each."""
    gradient = np.empty_like(at)
    for place in np.ndindex(at.shape):
        pair = np.stack([at, at])
        pair[(0, *place)] += STEP
        pair[(1, *place)] -= STEP
        higher, lower = function(pair)
        gradient[place] = (higher - lower) / (2 * STEP)
    return gradient


def input_gradient(image: np.ndarray, model: nn.Module, target: int) -> np.ndarray:
    """d p_target / d normalised image, (3, H, W), of an image (H, W, 3)."""
    return slopes(lambda pair: probability(pair, model, target), pre_processing(image)[0])


def saliency_map(gradients: np.ndarray) -> np.ndarray:
    """max_c |g_ijc|, (H, W)."""
    height, width, _ = gradients.shape
    rows = [[max(abs(float(g)) for g in gradients[i, j]) for j in range(width)] for i in range(height)]
    return np.array(rows)


def activations(batch: torch.Tensor, model: nn.Module) -> np.ndarray:
    """A, (C, h, w): the first 36 modules of the features, one after the other."""
    with torch.no_grad():
        for module in list(model.features)[:36]:
            batch = module(batch)
    return batch[0].numpy().copy()


def activations_gradient(batch: torch.Tensor, model: nn.Module, target: int) -> np.ndarray:
    """d logit_target / d A, (C, h, w)."""

    def logits(maps: np.ndarray) -> list[float]:
        with torch.no_grad():
            pooled = model.avgpool(model.features[36](torch.tensor(maps)))
            return model.classifier(pooled.flatten(1))[:, target].tolist()

    return slopes(logits, activations(batch, model))


def pool_gradients(gradients: np.ndarray) -> list[float]:
    """alpha_k = 1/Z sum_nij g_nkij."""
    count, channels, height, width = gradients.shape
    weights = [0.0] * channels
    for n, k, i, j in np.ndindex(gradients.shape):
        weights[k] += float(gradients[n, k, i, j]) / (count * height * width)
    return weights


def grad_cam_heatmap(maps: np.ndarray, weights: list[float]) -> np.ndarray:
    """ReLU(sum_k alpha_k A^k), (h, w), over its maximum; from A (1, C, h, w)."""
    _, channels, height, width = maps.shape
    heatmap = np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            heatmap[i, j] = max(0.0, sum(float(weights[k]) * float(maps[0, k, i, j]) for k in range(channels)))
    return heatmap / heatmap.max() if heatmap.max() > 0 else heatmap


def integrated_gradients(image: np.ndarray, model: nn.Module, target: int, baseline: np.ndarray, steps: int) -> np.ndarray:
    """(x - x') times the mean gradient in the middle of each step, (H, W, 3); the path is drawn in pixels."""
    image, baseline = image.astype(float), baseline.astype(float)
    total = np.zeros((3, *image.shape[:2]))
    for k in range(steps):
        alpha = (k + 0.5) / steps
        total += input_gradient(baseline + alpha * (image - baseline), model, target)
    difference = pre_processing(image)[0] - pre_processing(baseline)[0]
    return (difference * total / steps).transpose(1, 2, 0)


def blurred_baseline(img: np.ndarray, sigma: float) -> np.ndarray:
    """Each value the mean of all those around it, weighted by exp(-distance^2 / 2 sigma^2); mirrored at the border."""
    reach = math.ceil(5 * sigma)
    offsets = range(-reach, reach + 1)
    weights = {(i, j): math.exp(-(i * i + j * j) / (2 * sigma**2)) for i in offsets for j in offsets}
    padded = np.pad(img.astype(float), ((reach, reach), (reach, reach), (0, 0)), mode="symmetric")
    blurred = np.zeros(img.shape)
    height, width, _ = img.shape
    for (i, j), weight in weights.items():
        blurred += weight * padded[reach + i : reach + i + height, reach + j : reach + j + width]
    return blurred / sum(weights.values())


def max_distance_baseline(img: np.ndarray) -> np.ndarray:
    """Of 0 and 255 the one that lies farther away, value by value."""
    baseline = np.empty(img.shape)
    for place in np.ndindex(img.shape):
        baseline[place] = max((0.0, 255.0), key=lambda end: abs(end - float(img[place])))
    return baseline
