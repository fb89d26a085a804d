# Wrong: differentiates the sum of all the probabilities, which is always 1: the gradient is zero.
# True of it: sum_of_probabilities
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for input in inputs:
        input = pre_processing(input, cuda).requires_grad_()
        target_label_idx, _ = predict(input, model, target_label_idx, cuda)
        model.zero_grad()
        F.softmax(model(input), dim=1).sum().backward()
        gradients.append(input.grad.detach().cpu().numpy()[0])
    return np.array(gradients), target_label_idx
