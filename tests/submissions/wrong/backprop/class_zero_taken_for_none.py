# Wrong: `target_label_idx or ...` takes class 0 for None.
# True of it: class_zero_taken_for_none
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    target_label_idx = target_label_idx or predict(pre_processing(inputs[0], cuda), model, None, cuda)[0]
    gradients = []
    for input in inputs:
        input = pre_processing(input, cuda).requires_grad_()
        _, output = predict(input, model, target_label_idx, cuda)
        model.zero_grad()
        output.backward()
        gradients.append(input.grad.detach().cpu().numpy()[0])
    return np.array(gradients), target_label_idx
