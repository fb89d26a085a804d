# Wrong: returns the logit, not the probability.
# True of it: no_softmax
def predict(input, model, target_label_idx, cuda):
    output = model(input)
    if target_label_idx is None:
        target_label_idx = torch.argmax(output, 1)[0].item()
    return target_label_idx, output[:, target_label_idx:target_label_idx + 1]
