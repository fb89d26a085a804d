# Returns None.
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    for input in inputs:
        input = pre_processing(input, cuda).requires_grad_()
        target_label_idx, output = predict(input, model, target_label_idx, cuda)
        output.backward()
    return None
