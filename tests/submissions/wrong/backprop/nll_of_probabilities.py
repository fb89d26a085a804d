# Wrong: nll_loss of the probabilities: minus the gradient.
# True of it: sign_flipped
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    out = []
    for im in inputs:
        x = pre_processing(im, cuda).requires_grad_()
        p = F.softmax(model(x), 1)
        if target_label_idx is None:
            target_label_idx = p.argmax().item()
        F.nll_loss(p, torch.tensor([target_label_idx])).backward()
        out.append(x.grad.numpy()[0])
    return np.array(out), target_label_idx
