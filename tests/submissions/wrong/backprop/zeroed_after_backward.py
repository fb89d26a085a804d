# Wrong: the old gradient is zeroed after the backward pass instead of before it.
# True of it: gradients_all_zero
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for input in inputs:
        input = pre_processing(input, cuda).requires_grad_()
        target_label_idx, output = predict(input, model, target_label_idx, cuda)
        output.backward()
        input.grad.zero_()
        gradients.append(input.grad.detach().cpu().numpy()[0])
    return np.array(gradients), target_label_idx
