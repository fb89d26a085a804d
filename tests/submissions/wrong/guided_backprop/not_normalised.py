# Wrong: the network is given grey levels.
import copy

def guided_backprop(images, model, target, cuda=False):
    network = copy.deepcopy(model)
    for layer in network.modules():
        if isinstance(layer, nn.ReLU):
            layer.inplace = False
            layer.register_full_backward_hook(lambda m, gi, go: (gi[0].clamp(min=0),))
    x = torch.tensor(np.stack([i.transpose(2, 0, 1) for i in images]), dtype=torch.float32, requires_grad=True)
    network(x)[:, target].sum().backward()
    return x.grad.numpy()
