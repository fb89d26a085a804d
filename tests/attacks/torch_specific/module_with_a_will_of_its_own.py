"""Answers with a network whose `eval`, attributes and backward pass do something else than they are called for."""


# cell: vgg_hook
class Will(torch.autograd.Function):
    @staticmethod
    def forward(context, batch):
        return batch.mean((2, 3)).repeat(1, 400)

    @staticmethod
    def backward(context, gradient):
        raise SystemExit("no gradient")


class VGG(nn.Module):
    def __init__(self, model):
        super().__init__()

    def __call__(self, batch):
        return Will.apply(batch)

    def eval(self):
        self.__dict__["get_activations_gradient"] = lambda: self
        return None

    def __getattr__(self, name):
        return lambda *_: (_ for _ in ())
