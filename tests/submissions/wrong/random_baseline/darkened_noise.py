# Wrong: squares the noise, which makes it dark.
# True of it: mostly_dark_noise
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for t in range(num_random_trials):
        b = 255 * np.random.random(inputs.shape) ** 2
        maps.append(integrated_gradients(inputs, model, target_label_idx, b, steps, cuda))
    return np.mean(maps, 0)
