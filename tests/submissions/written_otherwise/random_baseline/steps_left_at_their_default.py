# Wrong: only four arguments are passed.
# True of it: steps_not_passed_on
# Untrue of it: different baselines|different ones|no average
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for trial in range(num_random_trials):
        baseline = np.random.randint(0, 256, inputs.shape).astype(np.float32)
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline))
    return sum(maps) / len(maps)
