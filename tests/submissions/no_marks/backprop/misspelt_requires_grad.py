# Sets required_gradient, an attribute that torch does not know: there is no gradient.
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for input in inputs:
        input = pre_processing(input, cuda)
        input.required_gradient = True
        target_label_idx, output = predict(input, model, target_label_idx, cuda)
        output.backward()
        gradients.append(input.grad.detach().cpu().numpy()[0])
    return np.array(gradients), target_label_idx
