# Wrong: returns absolute values; the sign is lost.
# True of it: absolute_values
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for input in inputs:
        input = pre_processing(input, cuda).requires_grad_()
        target_label_idx, output = predict(input, model, target_label_idx, cuda)
        model.zero_grad()
        output.backward()
        gradients.append(input.grad.detach().abs().cpu().numpy()[0])
    return np.array(gradients), target_label_idx
