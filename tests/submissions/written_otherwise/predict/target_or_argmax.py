# Wrong: `target_label_idx or argmax`.
# True of it: class_zero_taken_for_none, other_class
def predict(input, model, target_label_idx, cuda):
    p = F.softmax(model(input), dim=-1)
    c = target_label_idx or p.argmax(1)[0].item()
    return c, p[:, c].view(-1, 1)
