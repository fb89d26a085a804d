# Right: midpoint sum kept as a running mean, the difference multiplied before averaging.
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None:
        baseline = np.zeros_like(inputs)
    if target_label_idx is None:
        target_label_idx, _ = predict(pre_processing(inputs, cuda), model, None, cuda)
    x = pre_processing(inputs, cuda).detach()
    x0 = pre_processing(baseline, cuda).detach()
    result = torch.zeros_like(x)
    for k in range(steps):
        alpha = (k + 0.5) / steps
        xi = (x0 + alpha * (x - x0)).requires_grad_()
        _, p = predict(xi, model, target_label_idx, cuda)
        p.sum().backward()
        result += (x - x0) * xi.grad / steps
    return result[0].permute(1, 2, 0).cpu().numpy()
