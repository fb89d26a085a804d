# Wrong: the builtin sum of absolute values.
# True of it: absolute_values_summed
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for trial in range(num_random_trials):
        baseline = np.random.rand(*inputs.shape) * 255
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return sum(abs(m) for m in maps)
