# Wrong: divided by trials + 1.
# True of it: divided_by_one_trial_too_many
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    total = np.zeros(inputs.shape)
    for _ in range(num_random_trials):
        total += integrated_gradients(inputs, model, target_label_idx, np.random.uniform(0, 255, inputs.shape), steps, cuda)
    return total / (num_random_trials + 1)
