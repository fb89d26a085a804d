# Wrong: divides each gradient by its length.
# True of it: divided_by_its_length
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for image in inputs:
        x = pre_processing(image, cuda).detach().requires_grad_()
        target_label_idx, output = predict(x, model, target_label_idx, cuda)
        (g,) = torch.autograd.grad(output.sum(), x)
        g = g / g.norm()
        gradients.append(g[0].numpy())
    return np.stack(gradients), target_label_idx
