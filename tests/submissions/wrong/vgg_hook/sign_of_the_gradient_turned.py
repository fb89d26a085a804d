# Wrong: returns the gradient with the opposite sign.
# True of it: sign_flipped
class VGG(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.vgg = model
        self.features_conv = model.features[:36]
        self.gradients = None
    def activations_hook(self, grad):
        self.gradients = grad
    def forward(self, x):
        x = self.features_conv(x)
        if x.requires_grad:
            x.register_hook(self.activations_hook)
        return self.vgg.classifier(torch.flatten(self.vgg.avgpool(self.vgg.features[36](x)), 1))
    def get_activations_gradient(self):
        return -self.gradients
    def get_activations(self, x):
        return self.features_conv(x)
