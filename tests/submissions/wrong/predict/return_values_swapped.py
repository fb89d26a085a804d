# Wrong: returns the probability first and the class second.
# True of it: return_values_swapped
def predict(input, model, target_label_idx, cuda):
    output = F.softmax(model(input), dim=1)
    if target_label_idx is None:
        target_label_idx = torch.argmax(output, 1)[0].item()
    return output[:, [target_label_idx]], target_label_idx
