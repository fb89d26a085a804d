# Wrong: full backward hooks on all convolutions.
# True of it: full_backward_hook
class VGG(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.vgg = model
        self.features_conv = self.vgg.features[:36]
        self.gradients = None
        for layer in self.vgg.features:
            if isinstance(layer, nn.Conv2d):
                layer.register_full_backward_hook(lambda m, i, o: self.activations_hook(o[0]))

    def activations_hook(self, grad):
        self.gradients = grad

    def forward(self, x):
        x = self.vgg.features(x)
        return self.vgg.classifier(torch.flatten(self.vgg.avgpool(x), 1))

    def get_activations_gradient(self):
        return self.gradients

    def get_activations(self, x):
        return self.features_conv(x)
