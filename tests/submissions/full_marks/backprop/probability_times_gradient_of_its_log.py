# Right: dp = p d log p, exactly.
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    result = []
    for image in inputs:
        x = pre_processing(image, cuda).detach().requires_grad_()
        logp = F.log_softmax(model(x), dim=1)
        if target_label_idx is None:
            target_label_idx = logp.argmax(1)[0].item()
        g, = torch.autograd.grad(logp[0, target_label_idx], x)
        result.append((g * logp[0, target_label_idx].exp()).detach().squeeze(0).numpy())
    return np.stack(result), target_label_idx
