# Wrong: rescales each gradient to -1..1 although the raw one is asked for.
# True of it: divided_by_the_largest
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for input in inputs:
        input = pre_processing(input, cuda).requires_grad_()
        target_label_idx, output = predict(input, model, target_label_idx, cuda)
        model.zero_grad()
        output.backward()
        gradient = input.grad.detach().cpu().numpy()[0]
        gradients.append(gradient / np.abs(gradient).max())
    return np.array(gradients), target_label_idx
