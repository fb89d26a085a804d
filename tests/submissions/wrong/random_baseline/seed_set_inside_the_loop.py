# Wrong: sets the seed in the loop, so every trial draws the same baseline.
# True of it: baseline_drawn_once
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    attributions = []
    for _ in range(num_random_trials):
        np.random.seed(0)
        baseline = 255.0 * np.random.random(inputs.shape)
        attributions.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(attributions, axis=0)
