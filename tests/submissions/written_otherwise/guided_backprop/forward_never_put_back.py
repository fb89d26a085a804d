# Wrong: the model's ReLUs compute something else from now on.
# True of it: network_left_guided
from lab.images import normalise

class Guided(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * (x > 0) * (g > 0)

def guided_backprop(images, model, target, cuda=False):
    for layer in model.modules():
        if isinstance(layer, nn.ReLU):
            layer.forward = Guided.apply
    x = torch.tensor(np.stack([normalise(i).transpose(2, 0, 1) for i in images])).float().requires_grad_()
    model(x)[:, target].sum().backward()
    return x.grad.numpy()
