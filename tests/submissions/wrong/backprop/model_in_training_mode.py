# Wrong: puts the model into training mode, so that dropout works.
# True of it: dropout_left_on
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for image in inputs:
        x = pre_processing(image, cuda).requires_grad_()
        model.train()
        target_label_idx, output = predict(x, model, target_label_idx, cuda)
        output.backward()
        gradients.append(x.grad.numpy()[0])
    return np.array(gradients), target_label_idx
