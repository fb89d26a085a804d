# Right: the last max pool's gradient with respect to its input is the gradient of the activations.
class VGG(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.vgg = model
        self.gradients = None
        self.vgg.features[36].register_full_backward_hook(self.module_hook)

    def module_hook(self, module, grad_input, grad_output):
        self.activations_hook(grad_input[0])

    def activations_hook(self, grad):
        self.gradients = grad

    def forward(self, x):
        x = self.vgg.features(x)
        x = self.vgg.avgpool(x)
        x = torch.flatten(x, 1)
        return self.vgg.classifier(x)

    def get_activations_gradient(self):
        return self.gradients

    def get_activations(self, x):
        for layer in self.vgg.features[:36]:
            x = layer(x)
        return x
