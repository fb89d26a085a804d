# Wrong: multiplies the gradient by the image.
# True of it: gradient_times_input
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for input in inputs:
        input = pre_processing(input, cuda).requires_grad_()
        target_label_idx, output = predict(input, model, target_label_idx, cuda)
        output.backward()
        gradients.append((input.grad * input).detach().cpu().numpy()[0])
    return np.array(gradients), target_label_idx
