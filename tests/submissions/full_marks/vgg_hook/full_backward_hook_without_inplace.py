# Right: the last ReLU is made not in-place, then a full backward hook on it sees grad_output.
class VGG(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.vgg = model
        self.gradients = None
        for layer in self.vgg.features:
            if isinstance(layer, nn.ReLU):
                layer.inplace = False   # otherwise: "is a view and is being modified inplace"
        self.vgg.features[35].register_full_backward_hook(lambda m, gin, gout: self.activations_hook(gout[0]))

    def activations_hook(self, grad):
        self.gradients = grad.clone()

    def forward(self, x):
        return self.vgg(x)

    def get_activations_gradient(self):
        return self.gradients

    def get_activations(self, x):
        return self.vgg.features[:36](x)
