# Wrong: a list of arrays, not an array.
# True of it: list_instead_of_array
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    out = []
    for im in inputs:
        x = pre_processing(im, cuda).requires_grad_()
        target_label_idx, p = predict(x, model, target_label_idx, cuda)
        p.backward()
        out.append(x.grad.numpy()[0])
    return out, target_label_idx
