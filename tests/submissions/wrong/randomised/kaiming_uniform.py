# Wrong: uniform numbers.
# True of it: uniform
import copy

def randomised(model, blocks, seed):
    new = copy.deepcopy(model)
    layers = [m for m in new.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        for layer in layers[::-1][:blocks]:
            nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu")
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
    return new
