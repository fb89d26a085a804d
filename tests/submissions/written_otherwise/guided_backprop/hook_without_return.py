# Wrong: the hooks clamp, and return nothing.
# True of it: plain_gradient
import copy

from lab.images import normalise

def guided_backprop(images, model, target, cuda=False):
    network = copy.deepcopy(model)

    def hook(module, grad_input, grad_output):
        torch.clamp(grad_input[0], min=0)

    for module in network.modules():
        if isinstance(module, nn.ReLU):
            module.inplace = False
            module.register_full_backward_hook(hook)
    x = torch.tensor(np.array([normalise(i) for i in images]), dtype=torch.float32).permute(0, 3, 1, 2).contiguous()
    x.requires_grad_(True)
    network(x)[:, target].sum().backward()
    return x.grad.numpy()
