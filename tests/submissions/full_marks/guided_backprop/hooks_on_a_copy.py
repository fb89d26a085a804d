# Right: full backward hooks on a copy whose ReLUs do not work in place.
import copy

from lab.images import normalise

def guided_backprop(images, model, target, cuda=False):
    network = copy.deepcopy(model)
    for layer in network.modules():
        if isinstance(layer, nn.ReLU):
            layer.inplace = False
            layer.register_full_backward_hook(lambda layer, grad_in, grad_out: (torch.clamp(grad_in[0], min=0) * (grad_out[0] > 0),))
    results = []
    for image in images:
        x = torch.tensor(normalise(image).transpose(2, 0, 1)[None], dtype=torch.float32)
        x = x.to("cuda:0" if cuda else "cpu").requires_grad_()
        network(x)[0, target].backward()
        results.append(x.grad[0].cpu().numpy())
    return np.stack(results)
