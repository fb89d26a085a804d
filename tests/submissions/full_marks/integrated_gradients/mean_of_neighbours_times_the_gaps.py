# Right: a trapezoid sum over the gaps, one gradient at a time.
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None:
        baseline = 0 * inputs
    if target_label_idx is None:
        target_label_idx, _ = predict(pre_processing(inputs, cuda), model, target_label_idx, cuda)

    alphas = np.linspace(0, 1, steps + 1)
    g = np.concatenate([calculate_outputs_and_gradients([baseline + a * (inputs - baseline)], model, target_label_idx, cuda)[0] for a in alphas])
    integral = ((g[1:] + g[:-1]) / 2 * np.diff(alphas)[:, None, None, None]).sum(0)
    d = pre_processing(inputs, cuda) - pre_processing(baseline, cuda)
    return (d[0].detach().numpy() * integral).transpose(1, 2, 0)
