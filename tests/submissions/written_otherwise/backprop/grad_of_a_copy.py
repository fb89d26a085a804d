# Wrong: the gradient is read from a tensor that is no leaf.
# True of it: gradient_is_still_empty
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for image in inputs:
        x = pre_processing(image, cuda).requires_grad_() * 1.0
        target_label_idx, output = predict(x, model, target_label_idx, cuda)
        output.sum().backward()
        gradients.append(x.grad.squeeze(0).cpu().numpy())
    return np.array(gradients), target_label_idx
