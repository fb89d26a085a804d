# Wrong: differentiates 1 - p: the sign is turned.
# True of it: sign_flipped
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for image in inputs:
        x = pre_processing(image, cuda).detach().requires_grad_()
        target_label_idx, output = predict(x, model, target_label_idx, cuda)
        (g,) = torch.autograd.grad((1-output).sum(), x)
        gradients.append(g[0].numpy())
    return np.stack(gradients), target_label_idx
