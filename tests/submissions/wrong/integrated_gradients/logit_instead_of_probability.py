# Wrong: differentiates the logit along the path, not the softmax probability.
# True of it: logit_instead_of_probability
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None:
        baseline = np.zeros_like(inputs)
    if target_label_idx is None:
        target_label_idx, _ = predict(pre_processing(inputs, cuda), model, None, cuda)
    x = pre_processing(inputs, cuda).detach()
    b = pre_processing(baseline, cuda).detach()
    total = torch.zeros_like(x)
    for i in range(steps):
        point = (b + (i + 0.5) / steps * (x - b)).requires_grad_()
        model(point)[0, target_label_idx].backward()
        total += point.grad
    return ((x - b) * total / steps)[0].permute(1, 2, 0).cpu().numpy()
