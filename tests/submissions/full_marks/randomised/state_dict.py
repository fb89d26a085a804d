# Right: new numbers are loaded as a state dict.
import copy

def randomised(model, blocks, seed):
    g = torch.Generator()
    g.manual_seed(seed)
    network = copy.deepcopy(model)
    state = {key: value.clone() for key, value in network.state_dict().items()}
    keys = [key for key in state if key.endswith("weight") and state[key].dim() > 1]
    for key in keys[::-1][:blocks]:
        w = state[key]
        state[key] = torch.normal(0.0, (2 / w[0].numel()) ** 0.5, size=w.shape, generator=g)
        bias = key[:-len("weight")] + "bias"
        if bias in state:
            state[bias] = torch.zeros_like(state[bias])
    network.load_state_dict(state)
    return network
