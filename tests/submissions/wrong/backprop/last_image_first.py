# Wrong: returns the images' gradients in reverse.
# True of it: mirrored
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for image in inputs:
        x = pre_processing(image, cuda).detach().requires_grad_()
        target_label_idx, output = predict(x, model, target_label_idx, cuda)
        (g,) = torch.autograd.grad(output.sum(), x)
        gradients.insert(0, g[0].numpy())
    return np.stack(gradients), target_label_idx
