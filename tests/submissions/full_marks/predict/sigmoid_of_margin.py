# Right: p = sigmoid(z_c - logsumexp of the others).
def predict(input, model, target_label_idx, cuda):
    z = model(input)
    if target_label_idx is None:
        target_label_idx = z[0].argmax().item()
    others = torch.cat([z[:, :target_label_idx], z[:, target_label_idx + 1:]], dim=1)
    return target_label_idx, torch.sigmoid(z[:, target_label_idx:target_label_idx + 1] - others.logsumexp(1, keepdim=True))
