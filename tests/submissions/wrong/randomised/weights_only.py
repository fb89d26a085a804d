# Wrong: the biases stay.
# True of it: biases_kept
import copy

def randomised(model, blocks, seed):
    rng = np.random.default_rng(seed)
    new = copy.deepcopy(model)
    layers = [m for m in new.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    for layer in layers[::-1][:blocks]:
        sd = (2 / layer.weight[0].numel()) ** 0.5
        layer.weight.data = torch.tensor(rng.normal(0, sd, layer.weight.shape)).float()
    return new
