# Wrong: one baseline before the loop.
# True of it: baseline_drawn_once
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    baseline = np.random.uniform(0, 255, inputs.shape)
    for trial in range(num_random_trials):
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(maps, axis=0)
