# Never calls backward: input.grad is None and .detach() fails.
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for input in inputs:
        input = pre_processing(input, cuda).requires_grad_()
        target_label_idx, output = predict(input, model, target_label_idx, cuda)
        gradient = input.grad.detach().cpu().numpy()[0]
        gradients.append(gradient)
    return np.array(gradients), target_label_idx
