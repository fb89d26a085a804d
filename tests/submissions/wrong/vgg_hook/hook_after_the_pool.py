# Wrong: the hook is on the pooled map.
# True of it: hook_after_the_pool
class VGG(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.vgg = model
        self.features_conv = self.vgg.features[:36]
        self.gradients = None

    def activations_hook(self, grad):
        self.gradients = grad

    def forward(self, x):
        x = self.vgg.features(x)
        if x.requires_grad:
            x.register_hook(self.activations_hook)
        return self.vgg.classifier(torch.flatten(self.vgg.avgpool(x), 1))

    def get_activations_gradient(self):
        return self.gradients

    def get_activations(self, x):
        return self.features_conv(x)
