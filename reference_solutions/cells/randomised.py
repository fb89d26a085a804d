import torch
import torch.nn as nn

# %%
import copy


def randomised(model, blocks, seed):
    """A copy of the model whose last `blocks` convolutions and linear layers are drawn anew."""
    ### BEGIN SOLUTION
    network, generator = copy.deepcopy(model), torch.Generator().manual_seed(seed)
    layers = [layer for layer in network.modules() if isinstance(layer, (nn.Conv2d, nn.Linear))]
    with torch.no_grad():
        for layer in layers[::-1][:blocks]:  # from the output
            fan_in = layer.weight[0].numel()
            layer.weight.copy_(torch.randn(layer.weight.shape, generator=generator) * (2 / fan_in) ** 0.5)
            if layer.bias is not None:
                layer.bias.zero_()
    return network
    ### END SOLUTION
