# Right: everything in float64 on a copy of the network.
import copy
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    net = copy.deepcopy(model).double()
    x = torch.cat([pre_processing(i, cuda) for i in inputs]).double().requires_grad_(True)
    p = torch.softmax(net(x), 1)
    if target_label_idx is None:
        target_label_idx = p[0].argmax().item()
    p[:, target_label_idx].sum().backward()
    return x.grad.numpy(), target_label_idx
