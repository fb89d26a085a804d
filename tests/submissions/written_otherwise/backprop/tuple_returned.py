# Wrong: returns a tuple of arrays.
# True of it: list_instead_of_array
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for image in inputs:
        x = pre_processing(image, cuda).requires_grad_()
        target_label_idx, output = predict(x, model, target_label_idx, cuda)
        output.backward()
        gradients.append(x.grad.cpu().numpy().squeeze(0))
    return tuple(gradients), target_label_idx
