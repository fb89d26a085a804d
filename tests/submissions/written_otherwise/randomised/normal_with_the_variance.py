# Wrong: numpy's normal is given the variance.
# True of it: variance_for_spread
import copy

def randomised(model, blocks, seed):
    network = copy.deepcopy(model)
    rng = np.random.RandomState(seed)
    layers = [layer for layer in network.modules() if isinstance(layer, (nn.Conv2d, nn.Linear))]
    n = min(blocks, len(layers))
    for i in range(len(layers) - n, len(layers)):
        weight = layers[i].weight
        variance = 2 / weight[0].numel()
        with torch.no_grad():
            weight.copy_(torch.tensor(rng.normal(loc=0, scale=variance, size=weight.shape)))
            if layers[i].bias is not None:
                layers[i].bias *= 0
    return network
