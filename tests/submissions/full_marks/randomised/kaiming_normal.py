# Right: torch's own He initialisation, inside forked random numbers.
def randomised(model, blocks, seed):
    new = copy.deepcopy(model)
    layers = [m for m in new.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    chosen = layers[len(layers) - blocks:] if blocks < len(layers) else layers
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        for m in chosen:
            nn.init.kaiming_normal_(m.weight, nonlinearity="relu")
            if m.bias is not None:
                nn.init.zeros_(m.bias)
    return new

import copy
