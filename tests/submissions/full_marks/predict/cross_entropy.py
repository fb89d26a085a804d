# Right: the cross entropy is minus the log probability, so its exponential is the probability.
def predict(input, model, target_label_idx, cuda):
    logits = model(input)
    if target_label_idx is None:
        target_label_idx = int(torch.argmax(logits[0]))
    labels = torch.tensor([target_label_idx] * logits.size(0), device=logits.device)
    loss = F.cross_entropy(logits, labels, reduction="none")
    return target_label_idx, torch.exp(-loss)[:, None]
