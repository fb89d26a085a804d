# Wrong: goes backward from the scores of all the classes.
# True of it: backward_from_several_numbers
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for image in inputs:
        x = pre_processing(image, cuda).requires_grad_()
        out = F.softmax(model(x), dim=1)
        if target_label_idx is None:
            target_label_idx = out.argmax(1)[0].item()
        out.backward()
        gradients.append(x.grad.numpy()[0])
    return np.array(gradients), target_label_idx
