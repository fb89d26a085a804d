# Wrong: layers[-0:] are all the layers.
import copy

def randomised(model, blocks, seed):
    g = torch.Generator().manual_seed(seed)
    new = copy.deepcopy(model)
    layers = [m for m in new.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    for layer in layers[-blocks:]:
        layer.weight.data.normal_(0, (2 / layer.weight[0].numel()) ** 0.5, generator=g)
        if layer.bias is not None:
            layer.bias.data.zero_()
    return new
