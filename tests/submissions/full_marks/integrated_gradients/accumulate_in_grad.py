# Right: gradients accumulate in .grad on purpose: left sum.
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None: baseline = np.zeros_like(inputs)
    x, b = pre_processing(inputs, cuda).detach(), pre_processing(baseline, cuda).detach()
    if target_label_idx is None: target_label_idx, _ = predict(x, model, None, cuda)
    shift = torch.zeros_like(x, requires_grad=True)
    for k in range(steps):
        _, p = predict(b + k / steps * (x - b) + shift, model, target_label_idx, cuda)
        p.sum().backward()
    return (shift.grad / steps * (x - b))[0].permute(1, 2, 0).cpu().numpy()
