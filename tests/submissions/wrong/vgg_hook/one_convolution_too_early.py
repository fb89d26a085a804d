# Wrong: the map before the last convolution.
# True of it: one_convolution_too_early
class VGG(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.vgg = model
        self.features_conv = model.features[:36]
        self.gradients = None
    def activations_hook(self, grad):
        self.gradients = grad
    def forward(self, x):
        x = self.vgg.features[:34](x)
        if x.requires_grad:
            x.register_hook(self.activations_hook)
        return self.vgg.classifier(torch.flatten(self.vgg.avgpool(self.vgg.features[34:](x)), 1))
    def get_activations_gradient(self):
        return self.gradients
    def get_activations(self, x):
        return self.vgg.features[:34](x)
