# Right: hooks on the model itself, removed at the end; in place is switched off for a while.
from lab.images import normalise

def guided_backprop(images, model, target, cuda=False):
    relus = [layer for layer in model.modules() if isinstance(layer, nn.ReLU)]
    inplace = [layer.inplace for layer in relus]
    handles = []
    try:
        for layer in relus:
            layer.inplace = False
            handles.append(layer.register_full_backward_hook(lambda m, gi, go: (F.relu(gi[0]),)))
        batch = np.stack([normalise(image) for image in images]).transpose(0, 3, 1, 2)
        x = torch.tensor(batch, dtype=torch.float32, device="cuda:0" if cuda else "cpu", requires_grad=True)
        (gradient,) = torch.autograd.grad(model(x)[:, target].sum(), x)
    finally:
        for handle in handles:
            handle.remove()
        for layer, was in zip(relus, inplace):
            layer.inplace = was
    return gradient.cpu().numpy()
