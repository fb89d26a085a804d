# Wrong: negative gradients are turned round.
# True of it: absolute_gradients
import copy

from lab.images import normalise

def guided_backprop(images, model, target, cuda=False):
    net = copy.deepcopy(model)
    for m in net.modules():
        if isinstance(m, nn.ReLU):
            m.inplace = False
            m.register_full_backward_hook(lambda m, g_in, g_out: tuple(abs(g) for g in g_in))
    maps = []
    for image in images:
        x = torch.tensor(normalise(image).transpose(2, 0, 1)[None], dtype=torch.float32, requires_grad=True)
        net.zero_grad()
        net(x)[0][target].backward()
        maps.append(x.grad.squeeze(0).numpy())
    return np.array(maps)
