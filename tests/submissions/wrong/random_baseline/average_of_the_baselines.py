# Wrong: averages the baselines first and explains once.
# True of it: baselines_averaged_first
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    baselines = [255.0 * np.random.random(inputs.shape) for _ in range(num_random_trials)]
    baseline = np.mean(baselines, axis=0)
    return integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda)
