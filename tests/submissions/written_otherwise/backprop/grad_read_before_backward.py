# Wrong: reads the gradient before the backward pass.
# True of it: gradient_is_still_empty
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for image in inputs:
        x = pre_processing(image, cuda)
        x.requires_grad = True
        target_label_idx, output = predict(x, model, target_label_idx, cuda)
        g = x.grad[0]
        output.backward()
        gradients.append(g.numpy())
    return np.array(gradients), target_label_idx
