# Wrong: rounds to two digits by hand.
# True of it: rounded
def predict(input, model, target_label_idx, cuda):
    p = torch.softmax(model(input), 1)
    c = p.argmax(1)[0].item() if target_label_idx is None else target_label_idx
    return c, (p[:, [c]] * 100).round() / 100
