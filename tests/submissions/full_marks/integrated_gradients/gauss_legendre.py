# Right: Gauss-Legendre nodes and weights, moved from -1..1 to 0..1.
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None:
        baseline = np.zeros_like(inputs)
    if target_label_idx is None:
        target_label_idx, _ = predict(pre_processing(inputs, cuda), model, None, cuda)
    nodes, weights = np.polynomial.legendre.leggauss(steps)
    alphas, weights = (nodes + 1) / 2, weights / 2
    grads, _ = calculate_outputs_and_gradients([baseline + a * (inputs - baseline) for a in alphas], model, target_label_idx, cuda)
    integral = np.tensordot(weights, grads, axes=1)
    diff = pre_processing(inputs, cuda) - pre_processing(baseline, cuda)
    return np.einsum("chw,chw->hwc", diff.detach().cpu().numpy()[0], integral)
