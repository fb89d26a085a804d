# Wrong: one random colour for the whole image.
# True of it: one_colour_for_each_trial
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    attributions = []
    for _ in range(num_random_trials):
        baseline = np.ones(inputs.shape) * np.random.uniform(0, 255, 3)
        attributions.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(attributions, axis=0)
