# Wrong: a full backward hook on the last convolution.
# True of it: full_backward_hook
class VGG(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.vgg = model
        self.features_conv = self.vgg.features[:36]
        self.gradients = None
        self.vgg.features[34].register_full_backward_hook(self.backward_hook)

    def activations_hook(self, grad):
        self.gradients = grad

    def forward(self, x):
        return self.vgg(x)

    def get_activations_gradient(self):
        return self.gradients

    def get_activations(self, x):
        return self.features_conv(x)

    def backward_hook(self, module, grad_input, grad_output):
        self.gradients = grad_output[0]
