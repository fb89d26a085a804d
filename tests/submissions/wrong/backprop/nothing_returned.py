# Wrong: returns nothing.
# True of it: nothing_returned
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for image in inputs:
        x = pre_processing(image, cuda).requires_grad_()
        target_label_idx, output = predict(x, model, target_label_idx, cuda)
        output.backward()
        gradients.append(x.grad.numpy()[0])
    gradients = np.array(gradients)
