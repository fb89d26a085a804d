# Right: the class comes from NumPy's argmax.
def predict(input, model, target_label_idx, cuda):
    p = torch.softmax(model(input), 1)
    if target_label_idx is None:
        target_label_idx = np.argmax(p.detach().cpu().numpy(), axis=1)[0]
    return target_label_idx, p[:, target_label_idx, None]
