# Wrong: leaves the loop after the first ReLU.
# True of it: first_relu_only
import copy

from lab.images import normalise

def add_hooks(net):
    for layer in net.modules():
        if isinstance(layer, nn.ReLU):
            layer.inplace = False
            layer.register_full_backward_hook(lambda layer, gin, gout: (F.relu(gin[0]),))
            return net
    return net

def guided_backprop(images, model, target, cuda=False):
    net = copy.deepcopy(model)
    for layer in net.modules():
        if isinstance(layer, nn.ReLU):
            layer.inplace = False
    net = add_hooks(net)
    x = torch.tensor(np.stack([normalise(i).transpose(2, 0, 1) for i in images]).astype("float32"), requires_grad=True)
    (g,) = torch.autograd.grad(net(x)[:, target].sum(), [x])
    return g.numpy()
