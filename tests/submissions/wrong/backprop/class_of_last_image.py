# Wrong: without a target the class of the last image is used.
# True of it: other_class
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    x = torch.cat([pre_processing(i, cuda) for i in inputs]).requires_grad_()
    p = F.softmax(model(x), 1)
    if target_label_idx is None:
        target_label_idx = p.argmax(1)[-1].item()
    p[:, target_label_idx].sum().backward()
    return x.grad.numpy(), target_label_idx
