# Every method returns None, forward as well.
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
        pass

    def forward(self, x):
        x = self.features_conv(x)
        x.register_hook(self.activations_hook)

    def get_activations_gradient(self):
        pass

    def get_activations(self, x):
        pass
