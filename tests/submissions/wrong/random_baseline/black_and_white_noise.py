# Wrong: every value is 0 or 255, and none between.
# True of it: black_and_white_noise
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for t in range(num_random_trials):
        b = 255.0 * np.random.randint(0, 2, inputs.shape)
        maps.append(integrated_gradients(inputs, model, target_label_idx, b, steps, cuda))
    return np.mean(maps, 0)
