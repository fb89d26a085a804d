# Wrong: returns the mean gradient without multiplying it by the difference.
# True of it: not_multiplied_by_the_difference
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None:
        baseline = np.zeros_like(inputs)
    if target_label_idx is None:
        target_label_idx, _ = predict(pre_processing(inputs, cuda), model, None, cuda)
    scaled_inputs = [baseline + (float(i) / steps) * (inputs - baseline) for i in range(0, steps)]
    grads, _ = calculate_outputs_and_gradients(scaled_inputs, model, target_label_idx, cuda)
    return np.transpose(np.average(grads, axis=0), (1, 2, 0))
