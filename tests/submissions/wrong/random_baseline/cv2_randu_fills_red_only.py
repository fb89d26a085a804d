# Wrong: OpenCV takes the limits for the first channel alone: green and blue stay 0.
# True of it: random_in_red_alone
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = []
    for _ in range(num_random_trials):
        baseline = np.empty(inputs.shape, np.float32)
        cv2.randu(baseline, 0, 255)
        maps.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(maps, axis=0)
