# Wrong: the image does not require a gradient.
# True of it: nothing_requires_a_gradient
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for image in inputs:
        x = pre_processing(image, cuda)
        target_label_idx, output = predict(x, model, target_label_idx, cuda)
        output.backward()
        gradients.append(x.grad.detach().cpu().numpy()[0])
    return np.array(gradients), target_label_idx
