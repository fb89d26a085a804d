# Wrong: the hook returns what is positive of the gradient behind the ReLU, whether it was on or off.
# True of it: deconvnet
import copy

from lab.images import normalise

def guided_backprop(images, model, target, cuda=False):
    net = copy.deepcopy(model)

    def deconv(module, grad_in, grad_out):
        return (F.relu(grad_out[0]),)

    for m in net.modules():
        if m.__class__.__name__ == "ReLU":
            m.inplace = False
            m.register_full_backward_hook(deconv)
    x = torch.cat([torch.tensor(normalise(img)).permute(2, 0, 1)[None].float() for img in images]).requires_grad_()
    out = net(x)
    grads = torch.autograd.grad(out[:, target].sum(), x)[0]
    return grads.detach().numpy()
