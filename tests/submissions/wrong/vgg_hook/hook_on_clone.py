# Wrong: the hook hangs on a clone that nobody uses.
# True of it: getter_gives_none
class VGG(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.vgg = model; self.gradients = None
    def activations_hook(self, grad): self.gradients = grad
    def forward(self, x):
        x = self.vgg.features[:36](x)
        if x.requires_grad: x.clone().register_hook(self.activations_hook)
        return self.vgg.classifier(torch.flatten(self.vgg.avgpool(self.vgg.features[36](x)), 1))
    def get_activations_gradient(self): return self.gradients
    def get_activations(self, x): return self.vgg.features[:36](x)
