# Right: a forward hook on the last ReLU, and the whole model is run in both methods.
class VGG(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.vgg = model
        self.gradients = None

        model.features[35].register_forward_hook(self._forward_hook)
        self.activations = None
    def _forward_hook(self, module, inp, out):
        self.activations = out
        if out.requires_grad:
            out.register_hook(self.activations_hook)
    def activations_hook(self, grad):
        self.gradients = grad
    def forward(self, x):
        return self.vgg(x)
    def get_activations_gradient(self):
        return self.gradients
    def get_activations(self, x):
        gradients = self.gradients
        self.vgg(x)
        self.gradients = gradients
        return self.activations
