# Wrong: differentiates the logit, not the softmax probability.
# True of it: logit_instead_of_probability
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for input in inputs:
        input = pre_processing(input, cuda).requires_grad_()
        logits = model(input)
        if target_label_idx is None:
            target_label_idx = logits.argmax(1).item()
        model.zero_grad()
        logits[0, target_label_idx].backward()
        gradients.append(input.grad.detach().cpu().numpy()[0])
    return np.array(gradients), target_label_idx
