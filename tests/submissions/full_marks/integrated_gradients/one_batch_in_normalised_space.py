# Right: the whole path as one batch in normalised space, one autograd.grad.
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None:
        baseline = np.zeros_like(inputs)
    if target_label_idx is None:
        target_label_idx, _ = predict(pre_processing(inputs, cuda), model, None, cuda)
    x = pre_processing(inputs, cuda).detach()
    b = pre_processing(baseline, cuda).detach()
    alphas = torch.linspace(0, 1, steps + 1, device=x.device)[1:].view(-1, 1, 1, 1)
    path = torch.lerp(b.expand(steps, -1, -1, -1), x.expand(steps, -1, -1, -1), alphas).requires_grad_()
    probs = torch.softmax(model(path), dim=1)[:, target_label_idx]
    grads = torch.autograd.grad(probs.sum(), path)[0]
    attributions = (x - b)[0] * grads.mean(dim=0)
    return attributions.permute(1, 2, 0).cpu().numpy()
