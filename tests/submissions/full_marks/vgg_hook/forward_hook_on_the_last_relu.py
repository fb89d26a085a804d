# Right: a forward hook on features[35] puts a tensor hook on its output; forward is the model itself.
class VGG(nn.Module):
    def __init__(self, model):
        super(VGG, self).__init__()
        self.vgg = model
        self.gradients = None
        self.vgg.features[35].register_forward_hook(self._remember)

    def _remember(self, module, inp, out):
        if out.requires_grad:
            out.register_hook(self.activations_hook)

    def activations_hook(self, grad):
        self.gradients = grad

    def forward(self, x):
        return self.vgg(x)

    def get_activations_gradient(self):
        return self.gradients

    def get_activations(self, x):
        return self.vgg.features[:36](x).detach()
