import numpy as np

from reference_solutions.cells.integrated_gradients import integrated_gradients

# %%
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    """The average (H, W, 3) of integrated gradients from fresh uniform random baselines."""
    ### BEGIN SOLUTION
    attributions = []
    for _ in range(num_random_trials):
        baseline = 255.0 * np.random.random(inputs.shape)  # a new one for every trial
        attributions.append(integrated_gradients(inputs, model, target_label_idx, baseline, steps, cuda))
    return np.mean(attributions, axis=0)
    ### END SOLUTION
