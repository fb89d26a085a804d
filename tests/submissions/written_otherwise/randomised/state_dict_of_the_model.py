# Wrong: the state dict holds the model's own tensors, which are drawn anew.
# True of it: in_place
import copy

def randomised(model, blocks, seed):
    gen = torch.Generator()
    gen.manual_seed(seed)
    state = model.state_dict()
    names = [k[:-len(".weight")] for k in state if k.endswith(".weight") and state[k].dim() > 1]
    for name in reversed(names[max(0, len(names) - blocks):]):
        w = state[name + ".weight"]
        fan_in = w[0].numel()
        w.normal_(0, (2 / fan_in) ** 0.5, generator=gen)
        if name + ".bias" in state:
            state[name + ".bias"].zero_()
    network = copy.deepcopy(model)
    network.load_state_dict(state)
    return network
