# Right: written into an array of NumPy's own precision.
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    result = np.zeros((len(inputs), 3, inputs[0].shape[0], inputs[0].shape[1]))
    for n, image in enumerate(inputs):
        batch = pre_processing(image, cuda).detach().clone().requires_grad_()
        target_label_idx, p = predict(batch, model, target_label_idx, cuda)
        result[n] = torch.autograd.grad(p, batch, grad_outputs=torch.ones_like(p))[0].cpu()
    return result, int(target_label_idx)
