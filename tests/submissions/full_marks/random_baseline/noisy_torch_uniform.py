# Right, and noisy: tensor.uniform_, prints, a warning and stderr.
import sys
import warnings

def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    warnings.warn("this takes a while")
    grads = None
    for k in range(num_random_trials):
        baseline = torch.empty(inputs.shape).uniform_(0, 255).numpy()
        print("first pixel of baseline", k, ":", baseline[0, 0])
        ig = integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda)
        sys.stderr.write(f"the trial number is: {k}\n")
        grads = ig if grads is None else grads + ig
    return grads * (1.0 / num_random_trials)
