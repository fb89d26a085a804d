# Right: a slice of one column keeps both axes.
def predict(input, model, target_label_idx, cuda):
    probs = model(input).softmax(dim=-1)
    if target_label_idx is None:
        target_label_idx = int(probs[0].argmax())
    return target_label_idx, probs[:, target_label_idx:target_label_idx + 1]
