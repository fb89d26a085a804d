# Right: the two values come in a list.
def predict(input, model, target_label_idx, cuda):
    p = model(input).softmax(1)
    if target_label_idx == None:
        target_label_idx = torch.max(p, 1)[1][0].item()
    return [target_label_idx, p[:, target_label_idx].view(-1, 1)]
