# Right: uint8 baselines, as a picture file has them.
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    baselines = np.random.randint(0, 256, size=(num_random_trials, *inputs.shape), dtype=np.uint8)
    return np.stack([integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda) for baseline in baselines]).mean(0)
