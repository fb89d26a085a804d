# Wrong: np.random.choice([0, 255]).
# True of it: black_and_white_noise
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for trial in range(num_random_trials):
        baseline = np.random.choice([0.0, 255.0], size=inputs.shape)
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(maps, axis=0)
