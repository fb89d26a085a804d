# Wrong: the first image alone, without the axis of the images.
import copy

from lab.images import normalise

def guided_backprop(images, model, target, cuda=False):
    network = copy.deepcopy(model)
    for layer in network.modules():
        if isinstance(layer, nn.ReLU):
            layer.inplace = False
            layer.register_full_backward_hook(lambda m, gi, go: (gi[0].clamp(min=0),))
    x = torch.tensor(normalise(images[0]).transpose(2, 0, 1)[None], dtype=torch.float32, requires_grad=True)
    network(x)[:, target].sum().backward()
    return x.grad[0].numpy()
