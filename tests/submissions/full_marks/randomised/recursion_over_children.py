# Right: the layers are gathered by walking through the children.
import copy

def weighted(module):
    own = [module] if isinstance(module, (nn.Linear, nn.Conv2d)) else []
    for child in module.children():
        own += weighted(child)
    return own

def randomised(model, blocks, seed):
    result, g = copy.deepcopy(model), torch.Generator().manual_seed(int(seed))
    for layer in weighted(result)[::-1][:blocks]:
        out = layer.weight.shape[0]
        flat = torch.empty(out, layer.weight.numel() // out).normal_(generator=g)
        flat *= (2 / flat.shape[1]) ** 0.5
        layer.weight.data = flat.view_as(layer.weight)
        if layer.bias is not None:
            layer.bias.data = layer.bias.data * 0
    return result
