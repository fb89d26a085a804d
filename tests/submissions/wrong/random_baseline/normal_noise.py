# Wrong: normally distributed noise around 0, which is no picture in 0..255.
# True of it: noise_around_zero
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    attributions = []
    for _ in range(num_random_trials):
        baseline = np.random.randn(*inputs.shape)
        attributions.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(attributions, axis=0)
