# Wrong: the seed is not used, each call draws other numbers.
# True of it: seed_forgotten
import copy

def randomised(model, blocks, seed):
    rng = np.random.default_rng()
    new = copy.deepcopy(model)
    layers = [m for m in new.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    for layer in layers[::-1][:blocks]:
        sd = (2 / layer.weight[0].numel()) ** 0.5
        layer.weight.data = torch.tensor(rng.normal(0, sd, layer.weight.shape)).float()
        if layer.bias is not None:
            layer.bias.data.zero_()
    return new
