# Right: forward hooks put a hook on what each ReLU is given.
from lab.images import normalise

def guided_backprop(images, model, target, cuda=False):
    def watch(layer, inputs):
        value = inputs[0].clone()
        if value.requires_grad:
            value.register_hook(lambda gradient: gradient.clamp(min=0))
        return (value,)

    handles = [m.register_forward_pre_hook(watch) for m in model.modules() if isinstance(m, nn.ReLU)]
    maps = []
    for image in images:
        x = torch.from_numpy(normalise(image).transpose(2, 0, 1).copy()).float()[None]
        x = x.cuda() if cuda else x
        x.requires_grad_()
        maps.append(torch.autograd.grad(model(x)[0, target], x)[0][0].cpu().numpy())
    for handle in handles:
        handle.remove()
    return np.array(maps)
