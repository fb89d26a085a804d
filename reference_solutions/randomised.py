"""W ~ N(0, 2 / fan_in), b = 0 in the last layers of a copy: does a map notice?

Adebayo et al., "Sanity checks for saliency maps", 2018, section 3: cascading randomisation, from the output. The spread is
that of He et al., "Delving deep into rectifiers", 2015, equation 10: signals neither die nor explode.
"""

import copy
from collections.abc import Callable

import torch
from torch import nn

from reference_solutions.conditions import Condition


def weighted_layers(model: nn.Module) -> list[nn.Module]:
    """The convolutions and linear layers of a network, in the order in which it lists them."""
    layers = (layer for layer in model.modules() if isinstance(getattr(layer, "weight", None), torch.Tensor))
    return [layer for layer in layers if layer.weight.dim() > 1]


def randomised(model: nn.Module, blocks: int, seed: int) -> nn.Module:
    """A copy whose last `blocks` weighted layers are drawn anew; as many as there are, where that is more."""
    network = copy.deepcopy(model)
    generator = torch.Generator().manual_seed(seed)
    layers = weighted_layers(network)
    with torch.no_grad():
        for layer in layers[max(len(layers) - blocks, 0) :][::-1]:
            fan_in = layer.weight[0].numel()
            drawn = torch.randn(layer.weight.shape, generator=generator, dtype=torch.float64) * (2 / fan_in) ** 0.5
            layer.weight.copy_(drawn)
            if layer.bias is not None:
                layer.bias.zero_()
    return network


def under(condition: Condition) -> Callable:
    """`randomised` as it is: it computes nothing that a condition could change, and the network must stay as it is."""
    return randomised
