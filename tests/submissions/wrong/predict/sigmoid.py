# Wrong: a sigmoid for each class; they do not add up to one.
# True of it: sigmoid
def predict(input, model, target_label_idx, cuda):
    output = torch.sigmoid(model(input))
    if target_label_idx is None:
        target_label_idx = torch.argmax(output, 1)[0].item()
    return target_label_idx, output[:, [target_label_idx]]
