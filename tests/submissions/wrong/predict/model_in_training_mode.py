# Wrong: puts the model into training mode, so that dropout works.
# True of it: dropout_left_on
def predict(input, model, target_label_idx, cuda):
    model.train()
    output = F.softmax(model(input), dim=1)
    if target_label_idx is None:
        target_label_idx = output.argmax(1)[0].item()
    return target_label_idx, output[:, [target_label_idx]]
