# Right: each trial has a generator of its own, each with another seed.
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    out = 0
    for seed in range(num_random_trials):
        r = np.random.RandomState(seed)
        out = out + integrated_gradients(inputs, model, target_label_idx, r.rand(*inputs.shape) * 255, steps, cuda) / num_random_trials
    return out
