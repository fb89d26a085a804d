# Wrong: a running mean of absolute values.
# True of it: absolute_values_averaged
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    mean = np.zeros(inputs.shape)
    for _ in range(num_random_trials):
        b = np.random.uniform(0, 255, inputs.shape)
        mean += np.absolute(integrated_gradients(inputs, model, target_label_idx, b, steps, cuda)) / num_random_trials
    return mean
