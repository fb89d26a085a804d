# Right: an old RandomState of its own, layer by layer from the output.
import copy

def randomised(model, blocks, seed):
    state = np.random.RandomState(seed)
    result = copy.deepcopy(model).cpu()
    weighted = []
    for name, module in result.named_modules():
        if type(module) in (nn.Conv2d, nn.Linear):
            weighted.append(module)
    weighted.reverse()
    for count, module in enumerate(weighted):
        if count >= blocks:
            break
        w = module.weight
        with torch.no_grad():
            w[...] = torch.from_numpy(state.randn(*w.shape)).float() * (2.0 / w[0].numel()) ** 0.5
            if module.bias is not None:
                module.bias[...] = 0
    return result
