# Wrong: sets the seed of everybody's generator.
# True of it: everybody_s_generator
import copy

def randomised(model, blocks, seed):
    np.random.seed(seed)
    new = copy.deepcopy(model)
    layers = [m for m in new.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    for layer in layers[::-1][:blocks]:
        sd = (2 / layer.weight[0].numel()) ** 0.5
        layer.weight.data = torch.tensor(np.random.normal(0, sd, layer.weight.shape)).float()
        if layer.bias is not None:
            layer.bias.data.zero_()
    return new
