# Wrong: with None the class is that of the first point of the path, the baseline, not of the image.
# True of it: target_chosen_at_the_baseline
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None:
        baseline = np.zeros_like(inputs)
    scaled_inputs = [baseline + (float(i) / steps) * (inputs - baseline) for i in range(0, steps)]
    grads, _ = calculate_outputs_and_gradients(scaled_inputs, model, target_label_idx, cuda)
    avg_grads = np.average(grads, axis=0)
    avg_grads = np.transpose(avg_grads, (1, 2, 0))
    delta = (pre_processing(inputs, cuda) - pre_processing(baseline, cuda)).detach().squeeze(0).cpu().numpy()
    delta = np.transpose(delta, (1, 2, 0))
    return delta * avg_grads
