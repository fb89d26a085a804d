# Wrong: drawn once and kept in a dictionary.
# True of it: baseline_drawn_once
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    kept = {}
    for trial in range(num_random_trials):
        baseline = kept.setdefault('noise', 255 * np.random.rand(*inputs.shape))
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(maps, axis=0)
