# Wrong: noise on top of what was learnt.
# True of it: noise_added
import copy

def randomised(model, blocks, seed):
    network = copy.deepcopy(model)
    rng = np.random.default_rng(seed)
    layers = [m for m in network.modules() if isinstance(m, nn.Conv2d) or isinstance(m, nn.Linear)]
    for k in range(min(blocks, len(layers))):
        layer = layers[-1 - k]
        noise = rng.normal(0, np.sqrt(2 / layer.weight[0].numel()), size=tuple(layer.weight.shape))
        layer.weight.data += torch.tensor(noise, dtype=torch.float32)
        if layer.bias is not None:
            layer.bias.data = torch.zeros(len(layer.bias))
    return network
