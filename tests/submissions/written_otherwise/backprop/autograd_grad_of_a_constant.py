# Wrong: autograd.grad under no_grad.
# True of it: nothing_requires_a_gradient
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for image in inputs:
        x = pre_processing(image, cuda).requires_grad_()
        with torch.no_grad():
            target_label_idx, output = predict(x, model, target_label_idx, cuda)
        (g,) = torch.autograd.grad(output.sum(), x)
        gradients.append(g[0].numpy())
    return np.array(gradients), target_label_idx
