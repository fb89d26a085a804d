# Wrong: passes None on for every image and returns the first class.
# True of it: class_chosen_anew_for_each_image
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients, labels = [], []
    for image in inputs:
        x = pre_processing(image, cuda).requires_grad_()
        label, output = predict(x, model, target_label_idx, cuda)
        labels.append(label)
        output.backward()
        gradients.append(x.grad.numpy()[0])
    return np.stack(gradients), labels[0]
