# Right: all the baselines are drawn beforehand, from a generator with a seed of its own.
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    g = np.random.default_rng(42)
    b = g.uniform(0, 255, (num_random_trials,) + inputs.shape)
    return np.mean([integrated_gradients(inputs, model, target_label_idx, x, steps, cuda) for x in b], 0)
