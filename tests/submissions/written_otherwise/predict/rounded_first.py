# Wrong: rounds all the probabilities first.
# True of it: rounded
def predict(input, model, target_label_idx, cuda):
    p = torch.softmax(model(input), 1)
    c = p.argmax(1)[0].item() if target_label_idx is None else target_label_idx
    p = p.round(decimals=2)
    return c, p[:, c].reshape(-1, 1)
