# Wrong: takes row 0 only, so a batch of several images gets one probability.
# True of it: first_image_only
def predict(input, model, target_label_idx, cuda):
    output = F.softmax(model(input), dim=1)
    if target_label_idx is None:
        target_label_idx = torch.argmax(output[0]).item()
    return target_label_idx, output[0, target_label_idx].reshape(1, 1)
