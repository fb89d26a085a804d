# Right: an identity written as autograd.Function keeps the gradient that passes through it.
class Spy(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, keep):
        ctx.keep = keep
        return x.view_as(x)

    @staticmethod
    def backward(ctx, grad):
        ctx.keep(grad)
        return grad, None

class VGG(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.vgg = model
        self.features_conv = self.vgg.features[:36]
        self.max_pool = self.vgg.features[36]
        self.avgpool = self.vgg.avgpool
        self.classifier = self.vgg.classifier
        self.gradients = None

    def activations_hook(self, grad):
        self.gradients = grad

    def forward(self, x):
        x = Spy.apply(self.features_conv(x), self.activations_hook)
        x = self.max_pool(x)
        x = self.avgpool(x)
        return self.classifier(torch.flatten(x, 1))

    def get_activations_gradient(self):
        return self.gradients

    def get_activations(self, x):
        return self.features_conv(x)
