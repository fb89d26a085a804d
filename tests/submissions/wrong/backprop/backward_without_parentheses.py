# Wrong: `output.backward` without parentheses: it is never called.
# True of it: gradient_is_still_empty
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for image in inputs:
        x = pre_processing(image, cuda).requires_grad_()
        target_label_idx, output = predict(x, model, target_label_idx, cuda)
        output.backward
        gradients.append(x.grad.numpy()[0])
    return np.array(gradients), target_label_idx
