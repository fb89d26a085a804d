# Right: exp(z - logsumexp(z)) is the softmax.
def predict(input, model, target_label_idx, cuda):
    z = model(input)
    c = z[0].detach().numpy().argmax().item() if target_label_idx is None else target_label_idx
    return c, (z[:, c] - torch.logsumexp(z, dim=1)).exp().reshape(-1, 1)
