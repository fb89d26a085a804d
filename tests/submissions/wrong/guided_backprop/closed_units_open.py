# Wrong: what the ReLU itself stops goes through.
# True of it: deconvnet
import copy

from lab.images import normalise

class Step(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, g):
        return g.clamp(min=0)

def guided_backprop(images, model, target, cuda=False):
    network = copy.deepcopy(model)
    for parent in list(network.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, nn.ReLU):
                new = nn.Identity()
                new.forward = Step.apply
                setattr(parent, name, new)
    x = torch.tensor(np.stack([normalise(i).transpose(2, 0, 1) for i in images]), dtype=torch.float32, requires_grad=True)
    network(x)[:, target].sum().backward()
    return x.grad.numpy()
