# Wrong: throws the chosen class away, so None comes back as None.
# True of it: class_not_returned, class_chosen_anew_for_each_image
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for input in inputs:
        input = pre_processing(input, cuda).requires_grad_()
        _, output = predict(input, model, target_label_idx, cuda)
        model.zero_grad()
        output.backward()
        gradients.append(input.grad.detach().cpu().numpy()[0])
    return np.array(gradients), target_label_idx
