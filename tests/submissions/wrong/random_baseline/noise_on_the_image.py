# Wrong: the image plus noise, not a random picture.
# True of it: image_with_noise
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    attributions = []
    for _ in range(num_random_trials):
        baseline = np.clip(inputs + np.random.uniform(-25, 25, inputs.shape), 0, 255)
        attributions.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(attributions, axis=0)
