# Wrong: multiplies by the difference of the pixels in 0..255 instead of the pre-processed images.
# True of it: difference_in_pixels
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None:
        baseline = np.zeros_like(inputs)
    if target_label_idx is None:
        target_label_idx, _ = predict(pre_processing(inputs, cuda), model, None, cuda)
    scaled_inputs = [baseline + (float(i) / steps) * (inputs - baseline) for i in range(0, steps)]
    grads, _ = calculate_outputs_and_gradients(scaled_inputs, model, target_label_idx, cuda)
    avg_grads = np.average(grads, axis=0)
    avg_grads = np.transpose(avg_grads, (1, 2, 0))
    return (inputs - baseline) * avg_grads
