# Wrong: only the layer that many steps from the output is drawn anew.
# True of it: one_layer_only
import copy

def randomised(model, blocks, seed):
    network = copy.deepcopy(model)
    layers = [m for m in network.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    if blocks == 0:
        return network
    depth = min(blocks, len(layers))
    g = torch.Generator().manual_seed(seed)
    torch.nn.init.normal_(layers[-depth].weight, 0.0, (2 / layers[-depth].weight[0].numel()) ** 0.5, generator=g)
    if layers[-depth].bias is not None:
        torch.nn.init.constant_(layers[-depth].bias, 0)
    return network
