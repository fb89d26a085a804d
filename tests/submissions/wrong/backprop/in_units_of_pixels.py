# Wrong: the derivative with respect to the 0..255 pixels, not to the normalised image.
# True of it: in_units_of_pixels
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    std = np.array([0.229, 0.224, 0.225]).reshape(3, 1, 1)
    gradients = []
    for input in inputs:
        input = pre_processing(input, cuda).requires_grad_()
        target_label_idx, output = predict(input, model, target_label_idx, cuda)
        model.zero_grad()
        output.backward()
        gradients.append(input.grad.detach().cpu().numpy()[0] / (255 * std))
    return np.array(gradients), target_label_idx
