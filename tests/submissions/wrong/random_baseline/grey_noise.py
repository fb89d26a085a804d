# Wrong: one random number for the three channels of a pixel.
# True of it: grey_noise
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    attributions = []
    for _ in range(num_random_trials):
        baseline = 255.0 * np.repeat(np.random.random(inputs.shape[:2] + (1,)), 3, axis=2)
        attributions.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(attributions, axis=0)
