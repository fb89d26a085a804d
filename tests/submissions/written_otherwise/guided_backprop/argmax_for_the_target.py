# Wrong: overwrites the target with the class that wins.
# True of it: likeliest_class
import copy

from lab.images import normalise

def guided_backprop(images, model, target, cuda=False):
    net = copy.deepcopy(model)
    for layer in net.modules():
        if isinstance(layer, nn.ReLU):
            layer.inplace = False
            layer.register_full_backward_hook(lambda layer, gin, gout: (gin[0] * (gin[0] > 0),))
    maps = []
    for img in images:
        x = torch.tensor(normalise(img).transpose(2, 0, 1)[None]).float().requires_grad_()
        scores = net(x)
        target = scores.argmax().item()
        scores[0, target].backward()
        maps.append(x.grad[0].numpy())
    return np.stack(maps)
