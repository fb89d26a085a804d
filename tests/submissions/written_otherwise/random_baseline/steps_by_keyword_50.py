# Wrong: steps=50.
# True of it: steps_not_passed_on
# Untrue of it: different baselines|different ones|no average
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for trial in range(num_random_trials):
        baseline = np.random.uniform(0, 255, inputs.shape)
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=cuda))
    return np.mean(maps, axis=0)
