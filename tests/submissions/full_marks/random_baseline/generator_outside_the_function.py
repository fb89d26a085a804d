# Right: one generator for the notebook, drawn from inside the loop; fresh at every draw.
rng = np.random.default_rng(42)

def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    total = 0
    for _ in range(num_random_trials):
        baseline = rng.uniform(0, 255, size=inputs.shape)
        total = total + integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda)
    return total / num_random_trials
