# Wrong: with None every image gets its own class, instead of the first image's for all.
# True of it: class_chosen_anew_for_each_image
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    first_label = None
    for input in inputs:
        input = pre_processing(input, cuda).requires_grad_()
        label, output = predict(input, model, target_label_idx, cuda)
        if first_label is None:
            first_label = label
        model.zero_grad()
        output.backward()
        gradients.append(input.grad.detach().cpu().numpy()[0])
    return np.array(gradients), first_label
