# Wrong: fills a list and returns nothing.
# True of it: nothing_returned
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for image in inputs:
        x = pre_processing(image, cuda).requires_grad_()
        target_label_idx, output = predict(x, model, target_label_idx, cuda)
        gradients += [torch.autograd.grad(output.sum(), x)[0][0].numpy()]
    np.stack(gradients), target_label_idx
