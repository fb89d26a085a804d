# Wrong: ReLUs and pools are counted, too.
# True of it: counts_every_module
import copy

def randomised(model, blocks, seed):
    network = copy.deepcopy(model)
    generator = np.random.default_rng(seed)
    leaves = [m for m in network.modules() if len(list(m.children())) == 0]
    for leaf in list(reversed(leaves))[:blocks]:
        if hasattr(leaf, "weight"):
            fan_in = leaf.weight.shape[1:].numel()
            new = generator.standard_normal(tuple(leaf.weight.shape)) * (2 / fan_in) ** 0.5
            leaf.weight.data.copy_(torch.as_tensor(new))
            if leaf.bias is not None:
                leaf.bias.data.zero_()
    return network
