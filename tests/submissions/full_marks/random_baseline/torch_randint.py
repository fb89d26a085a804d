# Right: whole numbers from torch, the mean by sum and len.
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = [integrated_gradients(inputs, model, target_label_idx, torch.randint(0, 256, inputs.shape).numpy().astype("float32"), steps, cuda) for _ in range(num_random_trials)]
    return sum(maps) / len(maps)
