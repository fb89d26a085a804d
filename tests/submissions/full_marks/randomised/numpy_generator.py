# Right: NumPy draws.
from copy import deepcopy

def randomised(model, blocks, seed):
    rng = np.random.default_rng(seed)
    network = deepcopy(model)
    layers = [m for m in network.modules() if hasattr(m, "weight") and m.weight.dim() > 1]
    for layer in list(reversed(layers))[:blocks]:
        shape = tuple(layer.weight.shape)
        fan_in = np.prod(shape[1:])
        layer.weight.data = torch.tensor(rng.normal(0, np.sqrt(2 / fan_in), shape), dtype=layer.weight.dtype)
        if layer.bias is not None:
            layer.bias.data = torch.zeros_like(layer.bias)
    return network
