# Right: nn.ReLU computes something else for a while.
from lab.images import normalise

class Guided(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        y = torch.relu(x)
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, g):
        y, = ctx.saved_tensors
        return torch.where((y > 0) & (g > 0), g, torch.zeros_like(g))

def guided_backprop(images, model, target, cuda=False):
    original = nn.ReLU.forward
    nn.ReLU.forward = lambda self, x: Guided.apply(x)
    try:
        x = torch.stack([torch.tensor(normalise(i)).permute(2, 0, 1).float() for i in images])
        x = x.to("cuda" if cuda else "cpu").requires_grad_(True)
        model(x)[:, target].sum().backward()
    finally:
        nn.ReLU.forward = original
    return x.grad.detach().cpu().numpy()
