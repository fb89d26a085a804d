# Wrong: the number of outputs in place of that of inputs.
import copy

def randomised(model, blocks, seed):
    g = torch.Generator().manual_seed(seed)
    new = copy.deepcopy(model)
    layers = [m for m in new.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    for layer in layers[::-1][:blocks]:
        layer.weight.data.normal_(0, (2 / (layer.weight.numel() / layer.weight.shape[1])) ** 0.5, generator=g)
        if layer.bias is not None:
            layer.bias.data.zero_()
    return new
