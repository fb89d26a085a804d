# Wrong: a generator with the seed is made, and never used.
# True of it: seed_forgotten
import copy

def randomised(model, blocks, seed):
    generator = torch.Generator().manual_seed(seed)
    network = copy.deepcopy(model)
    layers = [m for m in network.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    for layer in layers[max(len(layers) - blocks, 0):]:
        fan_in = layer.weight[0].numel()
        layer.weight.data = torch.randn_like(layer.weight) * (2 / fan_in) ** 0.5
        if layer.bias is not None:
            layer.bias.data.zero_()
    return network
