# Wrong: differentiates log p, which is 1/p times too large.
# True of it: logarithm_of_the_probability
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for input in inputs:
        input = pre_processing(input, cuda).requires_grad_()
        target_label_idx, output = predict(input, model, target_label_idx, cuda)
        model.zero_grad()
        torch.log(output).backward()
        gradients.append(input.grad.detach().cpu().numpy()[0])
    return np.array(gradients), target_label_idx
