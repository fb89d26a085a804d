# Wrong: the finished gradient is cut at 0.
# True of it: clamped_at_the_input
from lab.images import normalise

def guided_backprop(images, model, target, cuda=False):
    x = torch.tensor(np.stack([normalise(i).transpose(2, 0, 1) for i in images]), dtype=torch.float32, requires_grad=True)
    model(x)[:, target].sum().backward()
    return F.relu(x.grad).numpy()
