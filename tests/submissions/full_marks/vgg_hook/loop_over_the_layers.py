# Right: a loop over the layers, the hook a closure put on after layer 35.
class VGG(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net
        self.storage = {}

    def activations_hook(self, grad):
        self.storage["grad"] = grad

    def forward(self, x):
        for i, layer in enumerate(self.net.features):
            x = layer(x)
            if i == 35 and x.requires_grad:
                x.register_hook(lambda g: self.activations_hook(g))
        x = self.net.avgpool(x)
        return self.net.classifier(x.view(x.shape[0], -1))

    def get_activations_gradient(self):
        return self.storage.get("grad")

    def get_activations(self, x):
        for i in range(36):
            x = self.net.features[i](x)
        return x
