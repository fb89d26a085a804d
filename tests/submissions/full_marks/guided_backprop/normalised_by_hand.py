# Right: ImageNet's numbers are written out.
import copy

MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)

class R(nn.Module):
    def forward(self, x):
        y = x.clamp(min=0)
        if y.requires_grad:
            z = y * 1
            z.register_hook(lambda g: g.clamp(min=0))
            return z
        return y

def guided_backprop(images, model, target, cuda=False):
    network = copy.deepcopy(model)
    for parent in list(network.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, nn.ReLU):
                setattr(parent, name, R())
    x = (torch.tensor(np.array(images)).permute(0, 3, 1, 2) / 255 - MEAN) / STD
    x = x.to("cuda:0" if cuda else "cpu").detach().requires_grad_()
    return torch.autograd.grad(network(x)[:, target].sum(), x)[0].cpu().numpy()
