# Right: everybody's generator is used, and put back afterwards.
import copy

def randomised(model, blocks, seed):
    before = torch.get_rng_state()
    torch.manual_seed(seed)
    network = copy.deepcopy(model)
    layers = [m for m in network.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    with torch.no_grad():
        for layer in layers[max(0, len(layers) - blocks):]:
            fan_in = layer.weight.numel() // layer.weight.shape[0]
            layer.weight.normal_(0, math.sqrt(2 / fan_in))
            if layer.bias is not None:
                layer.bias.fill_(0)
    torch.set_rng_state(before)
    return network

import math
