# Wrong: the learnt weights are permuted.
# True of it: shuffled
import copy

def randomised(model, blocks, seed):
    network = copy.deepcopy(model)
    rng = np.random.default_rng(seed)
    layers = [m for m in network.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    for layer in layers[::-1][:blocks]:
        old = layer.weight.detach().numpy()
        new = rng.permutation(old.flatten()).reshape(old.shape)
        layer.weight.data = torch.tensor(new)
        if layer.bias is not None:
            layer.bias.data.zero_()
    return network
