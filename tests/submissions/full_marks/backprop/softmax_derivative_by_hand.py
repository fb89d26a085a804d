# Right: chain rule by hand: p * (d logit_c - sum of p_k d logit_k), through one backward of the logits.
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for input in inputs:
        input = pre_processing(input, cuda)
        input.requires_grad_()
        logits = model(input)
        p = torch.softmax(logits.detach(), dim=1)
        if target_label_idx is None:
            target_label_idx = torch.argmax(p).item()
        upstream = -p[:, target_label_idx].unsqueeze(1) * p
        upstream[:, target_label_idx] += p[:, target_label_idx]
        logits.backward(upstream)
        gradients.append(input.grad.cpu().numpy().squeeze(axis=0))
    return np.array(gradients), target_label_idx
