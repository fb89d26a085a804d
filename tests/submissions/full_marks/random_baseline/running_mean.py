# Right: a running mean with np.random.uniform.
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    mean = np.zeros(inputs.shape)
    for t in range(1, num_random_trials + 1):
        baseline = np.random.uniform(low=0.0, high=255.0, size=inputs.shape).astype(np.float32)
        mean += (integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda) - mean) / t
    return mean
