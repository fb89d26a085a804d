# Wrong: `not target_label_idx` is true for class 0 as well, so class 0 can never be asked for.
# True of it: class_zero_taken_for_none
def predict(input, model, target_label_idx, cuda):
    output = F.softmax(model(input), dim=1)
    if not target_label_idx:
        target_label_idx = torch.argmax(output, 1)[0].item()
    index = torch.full((output.shape[0], 1), target_label_idx, device=output.device)
    return target_label_idx, output.gather(1, index)
