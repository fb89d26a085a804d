# Right: the baselines from torch.rand.
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    h, w, c = inputs.shape
    trials = torch.stack([
        torch.from_numpy(np.asarray(integrated_gradients(inputs, model, target_label_idx, (torch.rand(h, w, c) * 255).numpy(), steps, cuda)))
        for _ in range(num_random_trials)
    ])
    return trials.mean(dim=0).numpy()
