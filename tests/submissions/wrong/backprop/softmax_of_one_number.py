# Wrong: takes the softmax of the one probability, which is always 1: no gradient.
# True of it: gradients_all_zero, all_zero
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for image in inputs:
        x = pre_processing(image, cuda).detach().requires_grad_()
        target_label_idx, output = predict(x, model, target_label_idx, cuda)
        (g,) = torch.autograd.grad(torch.log_softmax(output,1).sum()+0*output.sum(), x)
        gradients.append(g[0].numpy())
    return np.stack(gradients), target_label_idx
