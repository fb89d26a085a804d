# Wrong: model.train() before the loop.
# True of it: dropout_left_on
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    model = model.train()
    for image in inputs:
        x = pre_processing(image, cuda).requires_grad_()
        target_label_idx, output = predict(x, model, target_label_idx, cuda)
        gradients.append(torch.autograd.grad(output.sum(), x)[0].numpy()[0])
    return np.array(gradients), target_label_idx
