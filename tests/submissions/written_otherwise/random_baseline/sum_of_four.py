# Wrong: the trials are added up.
# True of it: summed_instead_of_averaged
# Untrue of it: 4.44|by one factor larger
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for trial in range(num_random_trials):
        baseline = 255.0 * np.random.random(inputs.shape)
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.sum(maps, axis=0)
