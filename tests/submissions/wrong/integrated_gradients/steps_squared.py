# Wrong: the steps crowd towards the baseline: their positions are squared.
# True of it: too_close_to_the_baseline
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None:
        baseline = np.zeros_like(inputs)
    if target_label_idx is None:
        target_label_idx, _ = predict(pre_processing(inputs, cuda), model, None, cuda)
    path = [baseline + (i / steps) ** 2 * (inputs - baseline) for i in range(steps)]
    g, _ = calculate_outputs_and_gradients(path, model, target_label_idx, cuda)
    avg = g.mean(0)
    delta = (pre_processing(inputs, cuda) - pre_processing(baseline, cuda)).detach().numpy()[0]
    return np.transpose(delta * avg, (1, 2, 0))
