# Right: retain_grad keeps the gradient of a tensor that is no leaf.
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    gradients = []
    for image in inputs:
        x = pre_processing(image, cuda).requires_grad_() * 1.0
        x.retain_grad()
        target_label_idx, p = predict(x, model, target_label_idx, cuda)
        p.sum().backward()
        gradients.append(x.grad[0].cpu().numpy())
    return np.array(gradients), target_label_idx
