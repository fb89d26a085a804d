# Right: the exponential of log_softmax, a column picked with a list.
def predict(input, model, target_label_idx, cuda):
    log_p = F.log_softmax(model(input), dim=1)
    if target_label_idx is None:
        _, best = torch.max(log_p, dim=1)
        target_label_idx = best.tolist()[0]
    return target_label_idx, torch.exp(log_p)[:, [target_label_idx]]
