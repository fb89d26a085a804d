# Wrong: sign turned.
# True of it: sign_turned
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    total = 0
    for _ in range(num_random_trials):
        total -= integrated_gradients(inputs, model, target_label_idx, np.random.uniform(0, 255, inputs.shape), steps, cuda)
    return total / num_random_trials
