# Wrong: half of the values are the image's own.
# True of it: some_pixels_of_the_image
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for t in range(num_random_trials):
        b = np.where(np.random.rand(*inputs.shape) < 0.5, inputs, 255 * np.random.random(inputs.shape))
        maps.append(integrated_gradients(inputs, model, target_label_idx, b, steps, cuda))
    return np.mean(maps, 0)
