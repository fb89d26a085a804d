# Wrong: the hook is on the images, not on the ReLUs.
# True of it: clamped_at_the_input
from lab.images import normalise

def guided_backprop(images, model, target, cuda=False):
    result = []
    for image in images:
        x = torch.from_numpy(normalise(image).astype(np.float32).transpose(2, 0, 1).copy()).unsqueeze(0)
        x.requires_grad = True
        x.register_hook(lambda grad: torch.clamp(grad, min=0.0))
        (grad,) = torch.autograd.grad(model(x)[0, target], x)
        result.append(grad[0].numpy())
    return np.stack(result)
