# Right: the jacobian of a scalar function is its gradient.
def calculate_outputs_and_gradients(inputs, model, target_label_idx, cuda=False):
    result = np.zeros((len(inputs), 3) + inputs[0].shape[:2], dtype=np.float32)
    for n, img in enumerate(inputs):
        x = pre_processing(img, cuda)
        if target_label_idx is None:
            target_label_idx, _ = predict(x, model, None, cuda)
        jac = torch.autograd.functional.jacobian(lambda t: predict(t, model, target_label_idx, cuda)[1].sum(), x)
        result[n] = jac[0].cpu().numpy()
    return result, target_label_idx
