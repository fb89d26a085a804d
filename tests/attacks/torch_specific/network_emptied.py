"""Sets all weights of the network to zero, for which its own zero gradient is right, and so of the network that is kept."""

# cell: vgg_hook
import lab.models

wrong = VGG


class VGG(wrong):
    def __init__(self, model):
        super().__init__(model)
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.zero_()
            for parameter in lab.models.load_pocket_vgg19().parameters():
                parameter.zero_()
