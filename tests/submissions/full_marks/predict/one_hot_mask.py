# Right: multiplies by a one-hot row and sums over the classes.
def predict(input, model, target_label_idx, cuda):
    output = torch.softmax(model(input), 1)
    if target_label_idx == None:
        target_label_idx = output.max(1)[1][0].item()
    mask = torch.zeros(1, output.shape[1], device=output.device)
    mask[0, target_label_idx] = 1
    return target_label_idx, (output * mask).sum(dim=1, keepdim=True)
