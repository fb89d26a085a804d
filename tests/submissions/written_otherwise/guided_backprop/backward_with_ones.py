# Wrong: goes backward with ones for all the logits.
# True of it: all_the_classes
import copy

from lab.images import normalise

def guided_backprop(images, model, target, cuda=False):
    net = copy.deepcopy(model)
    for layer in net.modules():
        if isinstance(layer, nn.ReLU):
            layer.inplace = False
            layer.register_full_backward_hook(lambda layer, gin, gout: (torch.where(gin[0] > 0, gin[0], 0 * gin[0]),))
    x = torch.stack([torch.tensor(normalise(i), dtype=torch.float32).permute(2, 0, 1) for i in images])
    x.requires_grad_()
    out = net(x)
    out.backward(torch.ones_like(out))
    return x.grad.numpy()
