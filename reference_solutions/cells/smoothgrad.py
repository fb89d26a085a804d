import numpy as np

from reference_solutions.cells.backprop import calculate_outputs_and_gradients

cuda = False

# %%
def smoothgrad(image, model, target, sigma, samples):
    """The average (H, W, 3) of the gradients of noisy copies of an image."""
    noisy = [image + np.random.normal(0, sigma, image.shape) for _ in range(samples)]
    gradients, _ = calculate_outputs_and_gradients(noisy, model, target, cuda)  # (samples, 3, H, W)
    return gradients.mean(axis=0).transpose(1, 2, 0)
