# Wrong: noise in 0..1 where pixels are in 0..255: every baseline is black.
# True of it: noise_in_0_to_1
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    attributions = []
    for _ in range(num_random_trials):
        baseline = np.random.random(inputs.shape)
        attributions.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(attributions, axis=0)
