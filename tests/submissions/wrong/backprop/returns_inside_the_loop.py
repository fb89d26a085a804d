# Wrong: the return stands inside the loop, so only the first image is answered.
# True of it: first_image_only
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for input in inputs:
        input = pre_processing(input, cuda).requires_grad_()
        target_label_idx, output = predict(input, model, target_label_idx, cuda)
        model.zero_grad()
        output.backward()
        gradients.append(input.grad.detach().cpu().numpy()[0])
        return np.array(gradients), target_label_idx
