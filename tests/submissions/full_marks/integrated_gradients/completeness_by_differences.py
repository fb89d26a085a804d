# Right: sums delta_k * gradient step by step (each step's own difference).
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None: baseline = np.zeros_like(inputs)
    if target_label_idx is None: target_label_idx, _ = predict(pre_processing(inputs, cuda), model, None, cuda)
    path = [baseline + k / steps * (inputs - baseline) for k in range(steps + 1)]
    result = np.zeros(inputs.shape)
    for before, after in zip(path, path[1:]):
        g, _ = calculate_outputs_and_gradients([(before + after) / 2], model, target_label_idx, cuda)
        step = (pre_processing(after, cuda) - pre_processing(before, cuda))[0].permute(1, 2, 0).numpy()
        result += step * g[0].transpose(1, 2, 0)
    return result
