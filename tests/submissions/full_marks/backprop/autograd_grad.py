# Right: torch.autograd.grad needs no zeroing.
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for img in inputs:
        x = pre_processing(img, cuda).requires_grad_(True)
        target_label_idx, score = predict(x, model, target_label_idx, cuda)
        g = torch.autograd.grad(score.sum(), x)[0]
        gradients.append(g.squeeze(0).cpu().numpy())
    return np.stack(gradients), target_label_idx
