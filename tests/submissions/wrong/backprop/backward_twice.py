# Wrong: runs the backward pass twice into the same gradient, which doubles it.
# True of it: twice_the_gradient
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for input in inputs:
        input = pre_processing(input, cuda).requires_grad_()
        target_label_idx, output = predict(input, model, target_label_idx, cuda)
        output.backward(retain_graph=True)
        model.zero_grad()
        output.backward()
        gradients.append(input.grad.detach().cpu().numpy()[0])
    return np.array(gradients), target_label_idx
