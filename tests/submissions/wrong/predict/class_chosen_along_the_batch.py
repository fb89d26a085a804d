# Wrong: argmax along axis 0 compares images, not classes; with one image it always says class 0.
# True of it: class_zero_without_a_target
def predict(input, model, target_label_idx, cuda):
    output = F.softmax(model(input), dim=1)
    if target_label_idx is None:
        target_label_idx = torch.argmax(output, 0)[0].item()
    return target_label_idx, output[:, [target_label_idx]]
