# Wrong: runs as many trials as there are steps, with as many steps as there are trials.
# True of it: steps_and_trials_swapped
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    attributions = []
    for _ in range(steps):
        baseline = 255.0 * np.random.random(inputs.shape)
        attributions.append(integrated_gradients(inputs, model, target_label_idx, baseline, num_random_trials, cuda))
    return np.mean(attributions, axis=0)
