# Wrong: white by ones.
# True of it: always_white
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for trial in range(num_random_trials):
        baseline = 255 * np.ones(inputs.shape)
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(maps, axis=0)
