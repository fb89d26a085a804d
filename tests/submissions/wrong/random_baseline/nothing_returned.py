# Wrong: no return.
# True of it: nothing_returned
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for trial in range(num_random_trials):
        baseline = 255.0 * np.random.random(inputs.shape)
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    result = np.mean(maps, axis=0)
