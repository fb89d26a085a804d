# Wrong: makes one trial more than was asked for.
# True of it: one_trial_too_many
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for t in range(num_random_trials + 1):
        b = 255 * np.random.random(inputs.shape)
        maps.append(integrated_gradients(inputs, model, target_label_idx, b, steps, cuda))
    return np.mean(maps, 0)
