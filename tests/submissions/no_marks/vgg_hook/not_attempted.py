# The TODOs are empty: every method raises.
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
        raise NotImplementedError

    def forward(self, x):
        raise NotImplementedError

    def get_activations_gradient(self):
        raise NotImplementedError

    def get_activations(self, x):
        raise NotImplementedError
