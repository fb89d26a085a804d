# Wrong: a shallow copy, whose layers are the model's own.
# True of it: in_place, shallow_copy
import copy

def randomised(model, blocks, seed):
    g = torch.Generator().manual_seed(seed)
    new = copy.copy(model)
    layers = [m for m in new.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    for layer in layers[::-1][:blocks]:
        layer.weight.data.normal_(0, (2 / layer.weight[0].numel()) ** 0.5, generator=g)
        if layer.bias is not None:
            layer.bias.data.zero_()
    return new
