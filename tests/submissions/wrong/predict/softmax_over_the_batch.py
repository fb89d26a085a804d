# Wrong: softmax along axis 0, where one image alone always gets probability 1.
# True of it: softmax_over_the_batch
def predict(input, model, target_label_idx, cuda):
    output = model(input)
    if target_label_idx is None:
        target_label_idx = torch.argmax(output, 1)[0].item()
    output = F.softmax(output, dim=0)
    return target_label_idx, output[:, target_label_idx:target_label_idx + 1]
