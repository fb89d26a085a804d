# Divides by the model's gradients, which are zero: everything is NaN, and the class is nonsense.
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    return np.array([np.full((3,) + i.shape[:2], np.nan) for i in inputs]), -1
