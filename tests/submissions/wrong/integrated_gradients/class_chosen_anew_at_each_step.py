# Wrong: with None the class is chosen anew at every point of the path.
# True of it: target_chosen_at_each_step
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    if baseline is None:
        baseline = np.zeros_like(inputs)
    scaled_inputs = [baseline + (float(i) / steps) * (inputs - baseline) for i in range(0, steps)]
    grads = []
    for point in scaled_inputs:
        g, _ = calculate_outputs_and_gradients([point], model, target_label_idx, cuda)
        grads.append(g[0])
    avg_grads = np.average(grads, axis=0)
    avg_grads = np.transpose(avg_grads, (1, 2, 0))
    delta = (pre_processing(inputs, cuda) - pre_processing(baseline, cuda)).detach().squeeze(0).cpu().numpy()
    delta = np.transpose(delta, (1, 2, 0))
    return delta * avg_grads
