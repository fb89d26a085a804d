# Wrong: counts from the image on.
# True of it: from_the_input
import copy

def randomised(model, blocks, seed):
    network = copy.deepcopy(model)
    g = torch.Generator().manual_seed(seed)
    done = 0
    for module in network.modules():
        if not isinstance(module, (nn.Conv2d, nn.Linear)):
            continue
        if done == blocks:
            break
        with torch.no_grad():
            std = np.sqrt(2 / module.weight[0].numel())
            module.weight.copy_(torch.normal(0.0, float(std), module.weight.shape, generator=g))
            if module.bias is not None:
                module.bias.fill_(0.0)
        done += 1
    return network
