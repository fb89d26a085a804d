# Wrong: the map is detached before the classifier.
# True of it: cut_off_before_the_classifier
class VGG(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.vgg = model
        self.features_conv = self.vgg.features[:36]
        self.gradients = None

    def activations_hook(self, grad):
        self.gradients = grad

    def forward(self, x):
        x = self.features_conv(x)
        if x.requires_grad:
            x.register_hook(self.activations_hook)
        x = x.detach()
        x = self.vgg.features[36](x)
        x = torch.flatten(self.vgg.avgpool(x), 1)
        return self.vgg.classifier(x)

    def get_activations_gradient(self):
        return self.gradients

    def get_activations(self, x):
        return self.features_conv(x)
