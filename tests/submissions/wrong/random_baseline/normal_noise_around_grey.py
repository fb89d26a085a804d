# Wrong: normal noise around the middle grey, where uniform noise is asked for.
# True of it: noise_around_the_middle
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    attributions = []
    for _ in range(num_random_trials):
        baseline = np.clip(np.random.normal(127.5, 40, inputs.shape), 0, 255)
        attributions.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(attributions, axis=0)
