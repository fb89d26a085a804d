# Right: Python's own random numbers, slowly.
import copy
import random

def randomised(model, blocks, seed):
    rng = random.Random(seed)
    network = copy.deepcopy(model)
    layers = [m for m in network.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    while blocks > 0 and layers:
        layer, blocks = layers.pop(), blocks - 1
        sd = (2 / layer.weight[0].numel()) ** 0.5
        numbers = [rng.gauss(0, sd) for _ in range(layer.weight.numel())]
        layer.weight.data.copy_(torch.tensor(numbers).reshape(layer.weight.shape))
        if layer.bias is not None:
            layer.bias.data.zero_()
    return network
