# Wrong: `if not target_label_idx`.
# True of it: class_zero_taken_for_none, other_class
def predict(input, model, target_label_idx, cuda):
    p = torch.softmax(model(input), 1)
    if not target_label_idx:
        target_label_idx = p[0].argmax().item()
    return target_label_idx, p[:, [target_label_idx]]
