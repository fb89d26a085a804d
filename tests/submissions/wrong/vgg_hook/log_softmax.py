# Wrong: log_softmax in forward.
# True of it: logarithms_in_forward
class VGG(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.vgg = model; self.gradients = None
    def activations_hook(self, grad): self.gradients = grad
    def forward(self, x):
        x = self.vgg.features[:36](x)
        if x.requires_grad: x.register_hook(self.activations_hook)
        x = torch.flatten(self.vgg.avgpool(self.vgg.features[36](x)), 1)
        return F.log_softmax(self.vgg.classifier(x), 1)
    def get_activations_gradient(self): return self.gradients
    def get_activations(self, x): return self.vgg.features[:36](x)
