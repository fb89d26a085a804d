import numpy as np

from reference_solutions.cells.backprop import calculate_outputs_and_gradients
from reference_solutions.cells.pre_processing import pre_processing

cuda = False

# %%
def expected_gradients(image, references, model, target, samples):
    """Attributions (H, W, 3): the mean over random references and random places on the paths from them."""
    total = np.zeros(image.shape)
    for _ in range(samples):
        reference = references[np.random.randint(len(references))]
        along = reference + np.random.uniform() * (image - reference)
        gradient, _ = calculate_outputs_and_gradients([along], model, target, cuda)  # (1, 3, H, W)
        difference = (pre_processing(image, cuda) - pre_processing(reference, cuda)).detach().cpu().numpy()[0]
        total += (difference * gradient[0]).transpose(1, 2, 0)
    return total / samples
