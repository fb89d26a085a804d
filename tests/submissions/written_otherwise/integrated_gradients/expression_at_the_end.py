# Wrong: the last line is an expression.
# True of it: nothing_returned
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None:
        baseline = 0 * inputs
    if target_label_idx is None:
        target_label_idx, _ = predict(pre_processing(inputs, cuda), model, None, cuda)
    scaled_inputs = [baseline + (i + 0.5) / steps * (inputs - baseline) for i in range(steps)]
    grads, _ = calculate_outputs_and_gradients(scaled_inputs, model, target_label_idx, cuda)
    delta = (pre_processing(inputs, cuda) - pre_processing(baseline, cuda)).detach().numpy()[0]
    (delta * np.average(grads, axis=0)).transpose(1, 2, 0)
