import numpy as np

from reference_solutions.cells.backprop import calculate_outputs_and_gradients
from reference_solutions.cells.pre_processing import pre_processing
from reference_solutions.cells.predict import predict

# %%
def integrated_gradients(inputs, model, target_label_idx, baseline, steps=50, cuda=False):
    """Attributions (H, W, 3) of an image (H, W, 3) in 0..255; without a baseline, from the black image."""
    if baseline is None:
        baseline = np.zeros_like(inputs)
    if target_label_idx is None:  # one class for the whole path, chosen on the image itself
        target_label_idx, _ = predict(pre_processing(inputs, cuda), model, None, cuda)

    ### BEGIN SOLUTION
    alphas = (np.arange(steps) + 0.5) / steps  # the middle of each step
    path = [baseline + alpha * (inputs - baseline) for alpha in alphas]
    gradients, _ = calculate_outputs_and_gradients(path, model, target_label_idx, cuda)  # (steps, 3, H, W)
    average = np.mean(gradients, axis=0)  # (3, H, W)
    difference = (pre_processing(inputs, cuda) - pre_processing(baseline, cuda)).detach().cpu().numpy()[0]
    return np.transpose(difference * average, (1, 2, 0))  # (H, W, 3)
    ### END SOLUTION
