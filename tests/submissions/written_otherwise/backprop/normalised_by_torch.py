# Wrong: F.normalize over all the axes.
# True of it: divided_by_its_length
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for image in inputs:
        x = pre_processing(image, cuda).requires_grad_()
        target_label_idx, output = predict(x, model, target_label_idx, cuda)
        output.backward()
        gradients.append(F.normalize(x.grad.flatten(), dim=0).view(x.shape[1:]).numpy())
    return np.array(gradients), target_label_idx
