# Wrong: the sum of the absolute values.
# True of it: absolute_values_summed
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for trial in range(num_random_trials):
        baseline = 255.0 * np.random.random(inputs.shape)
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.sum(np.abs(maps), axis=0)
