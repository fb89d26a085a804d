# Wrong: only the layer at that depth, not those behind it.
# True of it: one_layer_only
import copy

def randomised(model, blocks, seed):
    rng = np.random.default_rng(seed)
    new = copy.deepcopy(model)
    layers = [m for m in new.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    if blocks:
        layer = layers[max(len(layers) - blocks, 0)]
        sd = (2 / layer.weight[0].numel()) ** 0.5
        layer.weight.data = torch.tensor(rng.normal(0, sd, layer.weight.shape)).float()
        if layer.bias is not None:
            layer.bias.data.zero_()
    return new
