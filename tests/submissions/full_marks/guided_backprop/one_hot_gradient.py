# Right: goes backward with a one-hot gradient of the logits.
import copy

from lab.images import normalise

def guided_backprop(images, model, target, cuda=False):
    network = copy.deepcopy(model)

    def keep_positive(layer, grad_input, grad_output):
        return tuple(g.clamp_min(0) for g in grad_input)

    for layer in network.modules():
        if isinstance(layer, nn.ReLU):
            layer.inplace = False
            layer.register_full_backward_hook(keep_positive)
    x = torch.cat([torch.tensor(normalise(image), dtype=torch.float32).permute(2, 0, 1).unsqueeze(0) for image in images])
    x = (x.cuda() if cuda else x).requires_grad_()
    logits = network(x)
    wanted = torch.zeros_like(logits)
    wanted[:, target] = 1
    logits.backward(wanted)
    return x.grad.numpy() if not cuda else x.grad.cpu().numpy()
