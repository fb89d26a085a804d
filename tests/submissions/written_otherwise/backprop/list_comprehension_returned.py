# Wrong: returns a list.
# True of it: list_instead_of_array
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    def one(image):
        nonlocal target_label_idx
        x = pre_processing(image, cuda).requires_grad_()
        target_label_idx, output = predict(x, model, target_label_idx, cuda)
        return torch.autograd.grad(output.sum(), x)[0][0].numpy()
    return [one(image) for image in inputs], target_label_idx
