import torch
import torch.nn as nn

# %%
class VGG(nn.Module):
    """VGG19 with a window on its last activation map."""

    def __init__(self, model):
        super().__init__()
        self.vgg = model  # the network that we have loaded: no second copy
        self.features_conv = self.vgg.features[:36]  # up to the last ReLU
        self.max_pool = self.vgg.features[36]
        self.avgpool = self.vgg.avgpool
        self.classifier = self.vgg.classifier
        self.gradients = None  # d score / d A, once a backward pass has been

    def activations_hook(self, grad):
        """Called with d score / d A while the gradient passes the activation map."""
        ### BEGIN SOLUTION
        self.gradients = grad
        ### END SOLUTION

    def forward(self, x):
        x = self.features_conv(x)  # the activation map A, (N, C, h, w)

        ### BEGIN SOLUTION
        if x.requires_grad:
            x.register_hook(self.activations_hook)
        ### END SOLUTION

        x = self.avgpool(self.max_pool(x))
        x = torch.flatten(x, 1)
        return self.classifier(x)  # logits (N, K)

    def get_activations_gradient(self):
        """d score / d A, (N, C, h, w), after a backward pass."""
        ### BEGIN SOLUTION
        return self.gradients
        ### END SOLUTION

    def get_activations(self, x):
        """A, (N, C, h, w)."""
        ### BEGIN SOLUTION
        return self.features_conv(x)
        ### END SOLUTION
