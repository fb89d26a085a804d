# Wrong: noise times (1, 0, 0).
# True of it: random_in_red_alone
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for trial in range(num_random_trials):
        baseline = np.random.uniform(0, 255, inputs.shape) * np.array([1, 0, 0])
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(maps, axis=0)
