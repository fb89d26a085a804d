# Wrong: computes both values and returns nothing.
# True of it: nothing_returned
def predict(input, model, target_label_idx, cuda):
    output = F.softmax(model(input), dim=1)
    if target_label_idx is None:
        target_label_idx = torch.argmax(output, 1)[0].item()
    print(target_label_idx, output[:, target_label_idx])
