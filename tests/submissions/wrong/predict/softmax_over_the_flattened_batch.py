# Wrong: flattens before the softmax, so the images of a batch share one total probability of 1.
# True of it: softmax_over_everything
def predict(input, model, target_label_idx, cuda):
    logits = model(input)
    output = torch.softmax(logits.flatten(), dim=0).reshape(logits.shape)
    if target_label_idx is None:
        target_label_idx = torch.argmax(output[0]).item()
    return target_label_idx, output[:, [target_label_idx]]
