# Right: whole grey levels 0..255 from randint.
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    result = np.zeros(inputs.shape, dtype=np.float64)
    for trial in range(num_random_trials):
        baseline = np.random.randint(0, 256, size=inputs.shape).astype(np.float32)
        result += integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda)
    result /= num_random_trials
    return result
