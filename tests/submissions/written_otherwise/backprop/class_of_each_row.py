# Wrong: argmax over each image.
# True of it: class_chosen_anew_for_each_image
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    x = torch.cat([pre_processing(i, cuda) for i in inputs]).requires_grad_()
    p = model(x).softmax(1)
    if target_label_idx is None:
        p.max(1).values.sum().backward()
        target_label_idx = p[0].argmax().item()
    else:
        p[:, target_label_idx].sum().backward()
    return x.grad.numpy(), target_label_idx
