# Right: its own integrated gradients, all trials and steps in batches, every trial from its own baseline.
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    x = pre_processing(inputs, cuda).detach()
    if target_label_idx is None:
        target_label_idx, _ = predict(x, model, None, cuda)
    alphas = ((torch.arange(steps, device=x.device) + 0.5) / steps).reshape(-1, 1, 1, 1)
    total = torch.zeros_like(x)
    for _ in range(num_random_trials):
        b = pre_processing(np.random.rand(*inputs.shape) * 255, cuda).detach()
        path = (b + alphas * (x - b)).requires_grad_()
        _, p = predict(path, model, target_label_idx, cuda)
        g, = torch.autograd.grad(p.sum(), path)
        total += (x - b) * g.mean(dim=0, keepdim=True)
    return (total / num_random_trials)[0].permute(1, 2, 0).cpu().numpy()
