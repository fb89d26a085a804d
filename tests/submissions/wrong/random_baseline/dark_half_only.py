# Wrong: the noise fills only the dark half, 0..127.
# True of it: dark_half_only
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    attributions = []
    for _ in range(num_random_trials):
        baseline = np.random.randint(0, 128, inputs.shape).astype(np.float32)
        attributions.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(attributions, axis=0)
