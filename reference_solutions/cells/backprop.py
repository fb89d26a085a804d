import numpy as np

from reference_solutions.cells.pre_processing import pre_processing
from reference_solutions.cells.predict import predict

# %%
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    """The gradient of the target's probability for every image, (n, 3, H, W), and the class that was used."""
    gradients = []
    for input in inputs:  # every image (H, W, 3)
        input = pre_processing(input, cuda).requires_grad_()  # (1, 3, H, W)
        target_label_idx, output = predict(input, model, target_label_idx, cuda)

        ### BEGIN SOLUTION
        model.zero_grad()
        output.backward()
        ### END SOLUTION

        gradient = input.grad.detach().cpu().numpy()[0]  # (3, H, W)
        gradients.append(gradient)
    return np.array(gradients), target_label_idx
