# Right: each layer has its own generator, so that deeper cascades begin alike.
import copy

def randomised(model, blocks, seed):
    network = copy.deepcopy(model)
    layers = [m for m in network.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    for depth in range(min(blocks, len(layers))):
        layer = layers[-1 - depth]
        rng = np.random.default_rng([seed, depth])
        scale = np.sqrt(2 / layer.weight[0].numel())
        layer.weight = nn.Parameter(torch.from_numpy(scale * rng.standard_normal(tuple(layer.weight.shape))).float(), requires_grad=False)
        if layer.bias is not None:
            layer.bias = nn.Parameter(torch.zeros(len(layer.bias)), requires_grad=False)
    return network
