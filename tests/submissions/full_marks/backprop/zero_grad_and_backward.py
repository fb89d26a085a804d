# Right: the tutorial's loop with model.zero_grad() and output.backward().
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for input in inputs:
        input = pre_processing(input, cuda)
        input.requires_grad_()
        target_label_idx, output = predict(input, model, target_label_idx, cuda)
        model.zero_grad()
        output.backward()
        gradient = input.grad.detach().cpu().numpy()[0]
        gradients.append(gradient)
    gradients = np.array(gradients)
    return gradients, target_label_idx
