# Right: a loop over the batch, one softmax per image, stacked again.
def predict(input, model, target_label_idx, cuda):
    logits = model(input)
    rows = []
    for i in range(len(logits)):
        p = torch.softmax(logits[i], dim=0)
        if target_label_idx is None:
            target_label_idx = p.argmax().item()
        rows.append(p[target_label_idx].reshape(1))
    return target_label_idx, torch.stack(rows)
