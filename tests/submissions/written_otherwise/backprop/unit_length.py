# Wrong: each gradient gets unit length.
# True of it: divided_by_its_length
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for image in inputs:
        x = pre_processing(image, cuda).requires_grad_()
        target_label_idx, output = predict(x, model, target_label_idx, cuda)
        output.backward()
        g = x.grad.numpy()[0]
        gradients.append(g / np.sqrt((g ** 2).sum()))
    return np.array(gradients), target_label_idx
