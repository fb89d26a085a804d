# Wrong: differentiates the cross entropy, so the sign is turned and the size is 1/p too large.
# True of it: loss_instead_of_score
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for input in inputs:
        input = pre_processing(input, cuda).requires_grad_()
        target_label_idx, _ = predict(input, model, target_label_idx, cuda)
        loss = F.cross_entropy(model(input), torch.tensor([target_label_idx], device=input.device))
        model.zero_grad()
        loss.backward()
        gradients.append(input.grad.detach().cpu().numpy()[0])
    return np.array(gradients), target_label_idx
