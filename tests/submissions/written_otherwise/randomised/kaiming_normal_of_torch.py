# Wrong: torch.manual_seed, after which everybody draws other numbers.
# True of it: everybody_s_generator
from copy import deepcopy

def randomised(model, blocks, seed):
    torch.manual_seed(seed)
    net = deepcopy(model)
    to_draw = [m for m in net.modules() if type(m) in (nn.Linear, nn.Conv2d)]
    to_draw.reverse()
    for m in to_draw[:blocks]:
        nn.init.kaiming_normal_(m.weight, mode="fan_in", nonlinearity="relu")
        if m.bias is not None:
            nn.init.zeros_(m.bias)
    return net
