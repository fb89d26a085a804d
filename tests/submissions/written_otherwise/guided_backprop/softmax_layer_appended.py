# Wrong: a softmax is appended to the network.
# True of it: probability
import copy

from lab.images import normalise

def guided_backprop(images, model, target, cuda=False):
    net = nn.Sequential(copy.deepcopy(model), nn.Softmax(dim=1))
    for layer in net.modules():
        if isinstance(layer, nn.ReLU):
            layer.inplace = False
            layer.register_full_backward_hook(lambda layer, gin, gout: (gin[0].clamp(min=0),))
    x = torch.from_numpy(np.stack([normalise(i) for i in images]).transpose(0, 3, 1, 2).astype(np.float32))
    x = x.contiguous().requires_grad_()
    p = net(x)
    p[:, target].sum().backward()
    return x.grad.numpy()
