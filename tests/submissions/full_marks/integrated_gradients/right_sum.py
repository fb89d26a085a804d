# Right: right sum, k from 1 to steps, as in the formula.
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None:
        baseline = np.zeros_like(inputs)
    if target_label_idx is None:
        target_label_idx, _ = predict(pre_processing(inputs, cuda), model, None, cuda)
    total = 0
    for k in range(1, steps + 1):
        point = baseline + k / steps * (inputs - baseline)
        g, _ = calculate_outputs_and_gradients([point], model, target_label_idx, cuda)
        total = total + g[0]
    mean_gradient = total / steps
    delta = pre_processing(inputs, cuda)[0] - pre_processing(baseline, cuda)[0]
    ig = delta.detach().cpu().numpy() * mean_gradient
    return ig.transpose(1, 2, 0)
