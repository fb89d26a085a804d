# Wrong: chooses the class inside and gives the caller back the None that came in.
# True of it: chosen_class_not_returned
def predict(input, model, target_label_idx, cuda):
    output = F.softmax(model(input), dim=1)
    chosen = torch.argmax(output, 1)[0].item() if target_label_idx is None else target_label_idx
    return target_label_idx, output[:, [chosen]]
