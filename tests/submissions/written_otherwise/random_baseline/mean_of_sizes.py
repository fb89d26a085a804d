# Wrong: the mean of absolute values.
# True of it: absolute_values_averaged
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for trial in range(num_random_trials):
        baseline = 255.0 * np.random.random(inputs.shape)
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.stack([np.abs(m) for m in maps]).mean(0)
