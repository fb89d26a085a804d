# Wrong: the line with the backward pass is a comment.
# True of it: gradient_is_still_empty
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for image in inputs:
        x = pre_processing(image, cuda).clone().detach().requires_grad_(True)
        target_label_idx, score = predict(x, model, target_label_idx, cuda)
        # score.backward()
        gradients.append(x.grad.data.numpy()[0])
    return np.array(gradients), target_label_idx
