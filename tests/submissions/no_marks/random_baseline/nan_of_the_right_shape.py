# The mean of an empty list: NaN, stretched to the right shape.
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    attributions = []
    return np.mean(attributions) * np.ones(inputs.shape)
