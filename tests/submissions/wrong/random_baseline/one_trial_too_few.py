# Wrong: the loop starts at 1, and the sum is divided by the full number of trials.
# True of it: one_trial_too_few_in_the_mean, one_trial_too_few
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    attributions = []
    for _ in range(1, num_random_trials):
        baseline = 255.0 * np.random.random(inputs.shape)
        attributions.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.sum(attributions, axis=0) / num_random_trials
