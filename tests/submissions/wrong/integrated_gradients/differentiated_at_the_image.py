# Wrong: differentiates with respect to the image instead of the point on the path, which puts a factor alpha into every gradient.
# True of it: weighted_by_the_position
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None:
        baseline = np.zeros_like(inputs)
    if target_label_idx is None:
        target_label_idx, _ = predict(pre_processing(inputs, cuda), model, None, cuda)
    x = pre_processing(inputs, cuda).detach().requires_grad_()
    b = pre_processing(baseline, cuda).detach()
    for i in range(steps):
        point = b + (i + 0.5) / steps * (x - b)
        _, p = predict(point, model, target_label_idx, cuda)
        p.sum().backward()
    ig = (x - b) * x.grad / steps
    return ig.detach()[0].permute(1, 2, 0).cpu().numpy()
