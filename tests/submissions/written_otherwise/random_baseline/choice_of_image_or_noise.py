# Wrong: a copy of the image with some noise values.
# True of it: some_pixels_of_the_image
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for _ in range(num_random_trials):
        baseline = inputs.copy()
        chosen = np.random.random(inputs.shape) < 0.6
        baseline[chosen] = np.random.uniform(0, 255, int(chosen.sum()))
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(maps, axis=0)
