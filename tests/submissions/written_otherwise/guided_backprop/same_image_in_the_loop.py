# Wrong: the loop runs over the images and takes the first one each time.
# True of it: first_image_only
import copy

from lab.images import normalise

def guided_backprop(images, model, target, cuda=False):
    net = copy.deepcopy(model)
    for layer in net.modules():
        if isinstance(layer, nn.ReLU):
            layer.inplace = False
            layer.register_full_backward_hook(lambda layer, gin, gout: (gin[0].clamp(min=0),))
    out = []
    for i in range(len(images)):
        x = torch.tensor(normalise(images[0])).permute(2, 0, 1).unsqueeze(0).float().requires_grad_()
        out.append(torch.autograd.grad(net(x)[:, target].sum(), x)[0][0].numpy())
    return np.array(out)
