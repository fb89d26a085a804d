# Wrong: passes None, so every trial starts from black.
# True of it: no_random_baseline
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    attributions = []
    for _ in range(num_random_trials):
        baseline = None
        attributions.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(attributions, axis=0)
