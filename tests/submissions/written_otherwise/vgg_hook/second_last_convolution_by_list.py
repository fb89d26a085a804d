# Wrong: children of the features, without the last three.
# True of it: one_convolution_too_early
class VGG(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.vgg = model
        self.features_conv = self.vgg.features[:36]
        self.gradients = None
        self.features_conv = nn.Sequential(*list(self.vgg.features.children())[:-3])

    def activations_hook(self, grad):
        self.gradients = grad

    def forward(self, x):
        x = self.features_conv(x)
        if x.requires_grad:
            x.register_hook(self.activations_hook)
        x = self.vgg.features[34:](x)
        return self.vgg.classifier(torch.flatten(self.vgg.avgpool(x), 1))

    def get_activations_gradient(self):
        return self.gradients

    def get_activations(self, x):
        return self.features_conv(x)
