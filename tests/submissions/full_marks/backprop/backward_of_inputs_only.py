# Right: backward(inputs=[x]) computes no gradient but the image's.
def gradient_of(x, model, label, cuda):
    label, p = predict(x, model, label, cuda)
    p.sum().backward(inputs=[x])
    return label, x.grad[0].clone()

def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    out = []
    for obs in inputs:
        target_label_idx, g = gradient_of(pre_processing(obs, cuda).requires_grad_(), model, target_label_idx, cuda)
        out.append(g)
    return torch.stack(out).cpu().detach().numpy(), target_label_idx
