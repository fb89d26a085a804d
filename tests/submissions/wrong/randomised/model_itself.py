# Wrong: the model that was passed in is drawn anew, and returned.
# True of it: in_place
def randomised(model, blocks, seed):
    rng = np.random.default_rng(seed)
    layers = [m for m in model.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    for layer in layers[::-1][:blocks]:
        sd = (2 / layer.weight[0].numel()) ** 0.5
        layer.weight.data = torch.tensor(rng.normal(0, sd, layer.weight.shape)).float()
        if layer.bias is not None:
            layer.bias.data.zero_()
    return model
