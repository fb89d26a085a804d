# Wrong: standard deviation 1.
# True of it: spread_of_one
import copy

def randomised(model, blocks, seed):
    g = torch.Generator().manual_seed(seed)
    new = copy.deepcopy(model)
    layers = [m for m in new.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    for layer in layers[::-1][:blocks]:
        layer.weight.data = torch.randn(layer.weight.shape, generator=g)
        if layer.bias is not None:
            layer.bias.data.zero_()
    return new
