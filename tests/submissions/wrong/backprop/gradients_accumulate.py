# Wrong: one leaf is used for all the images and never zeroed, so gradients add up from image to image.
# True of it: gradients_add_up
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    x = pre_processing(inputs[0], cuda).detach().requires_grad_()
    for input in inputs:
        x.data.copy_(pre_processing(input, cuda).data)
        target_label_idx, output = predict(x, model, target_label_idx, cuda)
        model.zero_grad()
        output.backward()
        gradients.append(x.grad.detach().cpu().numpy()[0].copy())
    return np.array(gradients), target_label_idx
