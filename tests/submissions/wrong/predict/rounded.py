# Wrong: rounds the probability to two digits.
# True of it: rounded
def predict(input, model, target_label_idx, cuda):
    z = model(input); p = F.softmax(z,1)
    t = z.argmax(1)[0].item() if target_label_idx is None else target_label_idx
    return t, torch.round(p[:, [t]], decimals=2)
