# Wrong: runs through the parameters and passes over the biases.
# True of it: biases_kept
import copy

def randomised(model, blocks, seed):
    network = copy.deepcopy(model)
    rng = np.random.RandomState(seed)
    weights = [p for name, p in network.named_parameters() if p.ndim >= 2]
    for w in weights[::-1][:blocks]:
        fan_in = np.prod(w.shape[1:])
        w.data = torch.from_numpy(rng.randn(*w.shape) * np.sqrt(2.0 / fan_in)).to(w.dtype)
    return network
