# Uses a name that does not exist.
def predict(input, model, target_label_idx, cuda):
    output = softmaxx(model(input))
    return target_label_idx, output[:, [target_label_idx]]
