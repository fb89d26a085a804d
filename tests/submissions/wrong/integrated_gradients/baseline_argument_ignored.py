# Wrong: always uses the black image, whatever baseline comes in.
# True of it: baseline_ignored
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    baseline = 0 * inputs
    if target_label_idx is None:
        target_label_idx, _ = predict(pre_processing(inputs, cuda), model, None, cuda)
    scaled_inputs = [baseline + (float(i) / steps) * (inputs - baseline) for i in range(0, steps)]
    grads, _ = calculate_outputs_and_gradients(scaled_inputs, model, target_label_idx, cuda)
    avg_grads = np.average(grads, axis=0)
    avg_grads = np.transpose(avg_grads, (1, 2, 0))
    delta = (pre_processing(inputs, cuda) - pre_processing(baseline, cuda)).detach().squeeze(0).cpu().numpy()
    delta = np.transpose(delta, (1, 2, 0))
    return delta * avg_grads
