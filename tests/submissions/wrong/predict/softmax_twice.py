# Wrong: softmax of a softmax, which flattens all the probabilities.
# True of it: softmax_twice
def predict(input, model, target_label_idx, cuda):
    output = F.softmax(model(input), dim=1)
    if target_label_idx is None:
        target_label_idx = torch.argmax(output, 1)[0].item()
    output = F.softmax(output, dim=1)
    index = torch.full((output.shape[0], 1), target_label_idx, device=output.device)
    return target_label_idx, output.gather(1, index)
