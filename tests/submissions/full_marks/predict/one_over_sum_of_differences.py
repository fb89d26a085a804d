# Right: the probability of one class as 1 / sum of exp(logit differences), the class from topk.
def predict(input, model, target_label_idx, cuda):
    z = model(input)
    if target_label_idx is None:
        target_label_idx = z.topk(1, dim=1).indices[0, 0].item()
    p = 1.0 / torch.exp(z - z[:, target_label_idx][:, None]).sum(dim=1)
    return target_label_idx, p.view(-1, 1)
