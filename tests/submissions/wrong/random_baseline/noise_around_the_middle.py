# Wrong: clipped normal noise around the middle.
# True of it: noise_around_the_middle
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for trial in range(num_random_trials):
        baseline = np.clip(np.random.normal(127.5, 50, inputs.shape), 0, 255)
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(maps, axis=0)
