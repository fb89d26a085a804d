# Wrong: stacks the images and takes a column.
# True of it: backward_from_several_numbers
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    x = torch.stack([pre_processing(i, cuda)[0] for i in inputs]).requires_grad_()
    p = model(x).softmax(1)
    if target_label_idx is None:
        target_label_idx = int(p[0].argmax())
    p[:, target_label_idx].backward()
    return x.grad.detach().numpy(), target_label_idx
