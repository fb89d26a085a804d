# Wrong: returns (1, N) for (N, 1).
# True of it: axes_permuted
def predict(input, model, target_label_idx, cuda):
    z = model(input); p = F.softmax(z,1)
    t = z.argmax(1)[0].item() if target_label_idx is None else target_label_idx
    return t, p[:, [t]].T
