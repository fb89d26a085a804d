# Wrong: normalises in torch, and takes the gradient with respect to the grey levels.
# True of it: per_pixel_in_grey_levels
import copy

def guided_backprop(images, model, target, cuda=False):
    net = copy.deepcopy(model)
    for layer in net.modules():
        if isinstance(layer, nn.ReLU):
            layer.inplace = False
            layer.register_full_backward_hook(lambda layer, gin, gout: (gin[0].clamp(min=0),))
    raw = torch.tensor(np.stack(images), dtype=torch.float32).permute(0, 3, 1, 2).contiguous().requires_grad_()
    mean = torch.tensor([0.485, 0.456, 0.406])[:, None, None]
    std = torch.tensor([0.229, 0.224, 0.225])[:, None, None]
    net((raw / 255 - mean) / std)[:, target].sum().backward()
    return raw.grad.numpy()
