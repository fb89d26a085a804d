# Wrong: without a class takes that of the most certain image of the batch, not that of the first.
# True of it: other_class
def predict(input, model, target_label_idx, cuda):
    output = F.softmax(model(input), dim=1)
    if target_label_idx is None:
        target_label_idx = torch.argmax(output).item() % output.shape[1]
    return target_label_idx, output[:, [target_label_idx]]
