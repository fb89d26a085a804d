# Wrong: the hook returns a rectified gradient, which replaces the real one on its way to the image.
# True of it: hook_changes_the_gradient
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
        return torch.relu(grad)

    def forward(self, x):
        x = self.features_conv(x)
        if x.requires_grad:
            x.register_hook(self.activations_hook)
        x = self.max_pool(x)
        x = self.avgpool(x)
        x = torch.flatten(x, 1)
        return self.classifier(x)

    def get_activations_gradient(self):
        return self.gradients

    def get_activations(self, x):
        return self.features_conv(x)
