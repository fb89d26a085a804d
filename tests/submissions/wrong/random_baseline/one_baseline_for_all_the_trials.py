# Wrong: the baseline is drawn once, outside the loop.
# True of it: baseline_drawn_once
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    baseline = 255.0 * np.random.random(inputs.shape)
    attributions = []
    for _ in range(num_random_trials):
        attributions.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(attributions, axis=0)
