# Right, and noisy: linspace with both ends, the plain mean of all steps + 1 gradients, float64; prints and warns.
import sys, warnings

def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None:
        baseline = np.zeros_like(inputs)
    if target_label_idx is None:
        target_label_idx, _ = predict(pre_processing(inputs, cuda), model, None, cuda)
    print("target class", target_label_idx)
    inputs = np.asarray(inputs, dtype=np.float64)
    baseline = np.asarray(baseline, dtype=np.float64)
    grads = []
    for a in np.linspace(0, 1, steps + 1):
        g, _ = calculate_outputs_and_gradients([baseline + a * (inputs - baseline)], model, target_label_idx, cuda)
        grads.append(g[0].astype(np.float64))
        sys.stderr.write(".")
    if steps < 20:
        warnings.warn("few steps")
    mean = sum(grads) / len(grads)
    d = (pre_processing(inputs, cuda) - pre_processing(baseline, cuda)).detach().cpu().numpy()[0].astype(np.float64)
    print("sum of attributions", (d * mean).sum())
    return np.rollaxis(d * mean, 0, 3)
