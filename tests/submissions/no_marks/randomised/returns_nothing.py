# Draws, and returns nothing.
import copy

def randomised(model, blocks, seed):
    network = copy.deepcopy(model)
    for layer in network.modules():
        if isinstance(layer, nn.Linear):
            layer.weight.data.normal_()
