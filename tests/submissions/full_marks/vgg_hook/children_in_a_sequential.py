# Right: the tutorial's own way, with the children in a new Sequential and a max pool of its own.
class VGG(nn.Module):
    def __init__(self, model):
        super(VGG, self).__init__()
        self.features_conv = nn.Sequential(*list(model.features.children())[:36])
        self.max_pool = nn.MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)
        self.avgpool = model.avgpool
        self.classifier = model.classifier
        self.gradients = None
    def activations_hook(self, grad):
        self.gradients = grad.clone()
    def forward(self, x):
        x = self.features_conv(x)
        if x.requires_grad:
            h = x.register_hook(self.activations_hook)
        x = self.max_pool(x)
        x = self.avgpool(x)
        x = x.view((x.size(0), -1))
        return self.classifier(x)
    def get_activations_gradient(self):
        return self.gradients
    def get_activations(self, x):
        return self.features_conv(x)
