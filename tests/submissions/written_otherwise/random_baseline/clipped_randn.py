# Wrong: 128 + 55 * randn, clipped.
# True of it: noise_around_the_middle
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for trial in range(num_random_trials):
        baseline = (128 + 55 * np.random.randn(*inputs.shape)).clip(0, 255)
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(maps, axis=0)
