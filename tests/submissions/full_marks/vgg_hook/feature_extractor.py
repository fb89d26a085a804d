# Right: torchvision's create_feature_extractor gives the activations.
from torchvision.models.feature_extraction import create_feature_extractor

class VGG(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.vgg = model
        self.extract = create_feature_extractor(model, return_nodes={"features.35": "A"})
        self.gradients = None

    def activations_hook(self, grad):
        self.gradients = grad

    def forward(self, x):
        A = self.extract(x)["A"]
        if A.requires_grad:
            A.register_hook(self.activations_hook)
        return self.vgg.classifier(torch.flatten(self.vgg.avgpool(self.vgg.features[36:](A)), start_dim=1))

    def get_activations_gradient(self):
        return self.gradients

    def get_activations(self, x):
        return self.extract(x)["A"]
