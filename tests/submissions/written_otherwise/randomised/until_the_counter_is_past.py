# Wrong: stops one layer too late.
# True of it: one_too_many
import copy

def randomised(model, blocks, seed):
    g = torch.Generator().manual_seed(seed)
    network = copy.deepcopy(model)
    layers = [m for m in network.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    for number, layer in enumerate(reversed(layers)):
        if number > blocks:
            break
        std = (2 / layer.weight[0].numel()) ** 0.5
        layer.weight = nn.Parameter(torch.randn(layer.weight.size(), generator=g) * std)
        if layer.bias is not None:
            layer.bias = nn.Parameter(torch.zeros_like(layer.bias))
    return network
