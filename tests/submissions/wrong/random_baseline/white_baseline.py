# Wrong: every trial starts from the white image.
# True of it: always_white
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for t in range(num_random_trials):
        b = np.full(inputs.shape, 255.0)
        maps.append(integrated_gradients(inputs, model, target_label_idx, b, steps, cuda))
    return np.mean(maps, 0)
