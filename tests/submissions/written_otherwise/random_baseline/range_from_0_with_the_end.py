# Wrong: range(0, n + 1).
# True of it: one_trial_too_many
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for trial in range(0, num_random_trials + 1):
        baseline = 255.0 * np.random.random(inputs.shape)
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return sum(maps) / len(maps)
