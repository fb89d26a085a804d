# Wrong: transposes to (H, W, 3), but (n, 3, H, W) is asked for.
# True of it: channels_last
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for input in inputs:
        input = pre_processing(input, cuda).requires_grad_()
        target_label_idx, output = predict(input, model, target_label_idx, cuda)
        model.zero_grad()
        output.backward()
        gradients.append(np.transpose(input.grad.detach().cpu().numpy()[0], (1, 2, 0)))
    return np.array(gradients), target_label_idx
