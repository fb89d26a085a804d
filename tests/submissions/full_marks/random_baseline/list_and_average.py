# Right: a list of attributions from np.random.random baselines, averaged.
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    all_intgrads = []
    for i in range(num_random_trials):
        baseline = 255.0 * np.random.random(inputs.shape)
        integrated_grad = integrated_gradients(inputs, model, target_label_idx, baseline=baseline, steps=steps, cuda=cuda)
        all_intgrads.append(integrated_grad)
    avg_intgrads = np.average(np.array(all_intgrads), axis=0)
    return avg_intgrads
