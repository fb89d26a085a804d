# Wrong: halves the scores before the softmax.
def predict(input, model, target_label_idx, cuda):
    z = model(input); p = F.softmax(z/2,1)
    t = z.argmax(1)[0].item() if target_label_idx is None else target_label_idx
    return t, p[:, [t]]
