# Wrong: returns the last trial only.
# True of it: last_trial_only
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    attributions = []
    for _ in range(num_random_trials):
        baseline = 255.0 * np.random.random(inputs.shape)
        attributions.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return attributions[-1]
