# Wrong: baseline + alpha * image.
# True of it: pixel_path_beside_the_image
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None:
        baseline = 0 * inputs
    if target_label_idx is None:
        target_label_idx, _ = predict(pre_processing(inputs, cuda), model, None, cuda)
    scaled_inputs = [baseline + a * inputs for a in np.linspace(0, 1, steps)]
    grads, _ = calculate_outputs_and_gradients(scaled_inputs, model, target_label_idx, cuda)
    delta = (pre_processing(inputs, cuda) - pre_processing(baseline, cuda)).detach().numpy()[0]
    return np.transpose(delta * grads.mean(0), (1, 2, 0))
