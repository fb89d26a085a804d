# Wrong: the mean of two noises.
# True of it: noise_around_the_middle
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for trial in range(num_random_trials):
        baseline = 255 * (np.random.rand(*inputs.shape) + np.random.rand(*inputs.shape)) / 2
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(maps, axis=0)
