# Wrong: a running sum.
# True of it: summed_instead_of_averaged
# Untrue of it: 4.44|by one factor larger
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    result = 0
    for _ in range(num_random_trials):
        result = result + integrated_gradients(inputs, model, target_label_idx, 255 * np.random.rand(*inputs.shape), steps, cuda)
    return result
