# Wrong: one trial too many.
# True of it: one_trial_too_many
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    while len(maps) <= num_random_trials:
        baseline = np.random.uniform(0, 255, inputs.shape)
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.average(maps, axis=0)
