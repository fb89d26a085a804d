# Wrong: a running sum of absolute values.
# True of it: absolute_values_summed
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    total = np.zeros(inputs.shape)
    for _ in range(num_random_trials):
        baseline = np.random.uniform(0, 255, size=inputs.shape)
        total += np.abs(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return total
