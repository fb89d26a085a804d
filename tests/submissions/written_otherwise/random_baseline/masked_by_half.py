# Wrong: a mask of one half.
# True of it: some_pixels_of_the_image
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for trial in range(num_random_trials):
        baseline = np.where(np.random.rand(*inputs.shape) > 0.5, inputs, np.random.uniform(0, 255, inputs.shape))
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(maps, axis=0)
