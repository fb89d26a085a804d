# Right: the seed is set once, before the loop, so that the figure can be repeated.
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    np.random.seed(0)
    average = np.zeros(inputs.shape)
    for _ in range(num_random_trials):
        baseline = np.random.uniform(0, 255, inputs.shape)
        average += integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda) / num_random_trials
    return average
