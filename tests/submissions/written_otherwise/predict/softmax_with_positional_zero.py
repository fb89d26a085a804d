# Wrong: softmax along axis 0.
# True of it: softmax_over_the_batch
def predict(input, model, target_label_idx, cuda):
    out = model(input).softmax(0)
    if target_label_idx is None:
        target_label_idx = model(input).max(1)[1][0].item()
    return target_label_idx, out[:, target_label_idx].unsqueeze(1)
