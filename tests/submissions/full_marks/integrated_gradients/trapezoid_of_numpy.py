# Right: np.trapezoid over steps + 1 gradients.
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None:
        baseline = np.zeros_like(inputs)
    if target_label_idx is None:
        target_label_idx, _ = predict(pre_processing(inputs, cuda), model, None, cuda)
    alphas = np.linspace(0, 1, steps + 1)
    path = [baseline + a * (inputs - baseline) for a in alphas]
    grads, _ = calculate_outputs_and_gradients(path, model, target_label_idx, cuda)
    integral = np.trapezoid(grads, x=alphas, axis=0)
    delta = (pre_processing(inputs, cuda) - pre_processing(baseline, cuda)).detach().cpu().numpy()[0]
    return np.moveaxis(delta * integral, 0, -1)
