# Wrong: pre_processing of the difference, which subtracts the mean as well.
# True of it: difference_pre_processed
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None: baseline = np.zeros_like(inputs)
    if target_label_idx is None: target_label_idx, _ = predict(pre_processing(inputs, cuda), model, None, cuda)
    g, _ = calculate_outputs_and_gradients([baseline + (k + .5) / steps * (inputs - baseline) for k in range(steps)], model, target_label_idx, cuda)
    d = pre_processing(inputs - baseline, cuda).numpy()[0]
    return (d * g.mean(0)).transpose(1, 2, 0)
