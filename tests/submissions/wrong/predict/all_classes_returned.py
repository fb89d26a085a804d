# Wrong: returns the probabilities of all the classes instead of the target's.
# True of it: all_classes_returned
def predict(input, model, target_label_idx, cuda):
    output = F.softmax(model(input), dim=1)
    if target_label_idx is None:
        target_label_idx = torch.argmax(output, 1)[0].item()
    return target_label_idx, output
