# Wrong: only channel 0 is written.
# True of it: random_in_red_alone
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for _ in range(num_random_trials):
        baseline = np.zeros_like(inputs)
        baseline[:, :, 0] = np.random.uniform(0, 255, inputs.shape[:2])
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(maps, axis=0)
